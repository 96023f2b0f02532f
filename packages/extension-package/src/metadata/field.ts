import type { Findings } from '../package-error.ts';

/** One value of a file, and where it stands. */
export class Place {
  readonly file: string;
  /** `provider.en.url`, `dependencies[2].name`; empty: the whole file. */
  readonly field: string;
  readonly #findings: Findings;

  constructor(findings: Findings, file: string, field = '') {
    this.#findings = findings;
    this.file = file;
    this.field = field;
  }

  below(key: string | number): Place {
    const step = typeof key === 'number' ? `[${key}]` : this.field === '' ? key : `.${key}`;
    return new Place(this.#findings, this.file, `${this.field}${step}`);
  }

  error(code: string, params: Record<string, string | number> = {}): undefined {
    this.#findings.error(code, this.file, { field: this.field || '(root)', ...params });
  }

  warn(code: string, params: Record<string, string | number> = {}): undefined {
    this.#findings.warn(code, this.file, { field: this.field || '(root)', ...params });
  }
}

/** Reads and checks a value. @returns undefined when it is wrong, which `place` was told then */
export type Read<T> = (value: unknown, place: Place) => T | undefined;

export interface Field<T> {
  read: Read<T>;
  required?: boolean;
}

type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a table of fields reads: required ones are there if nothing was reported. */
export type ValueOf<F extends Fields> = {
  [K in keyof F as F[K] extends { required: true } ? K : never]: F[K] extends Field<infer T> ? T : never;
} & {
  [K in keyof F as F[K] extends { required: true } ? never : K]?: F[K] extends Field<infer T> ? T : never;
};

export function required<T>(read: Read<T>): { read: Read<T>; required: true } {
  return { read, required: true };
}

export function optional<T>(read: Read<T>): { read: Read<T> } {
  return { read };
}

/**
 * An object with these fields. Null counts as absent, since that is what a key without a value is in YAML.
 *
 * @param unknown whether another field is worth a warning. Default: true
 */
export function record<F extends Fields>(fields: F, { unknown = true } = {}): Read<ValueOf<F>> {
  return (value, place) => {
    if (!isRecord(value)) return wrongType(place, 'map', value);
    const result: Record<string, unknown> = {};
    let sound = true;
    for (const [name, { read, required = false }] of Object.entries(fields)) {
      const at = place.below(name);
      const found = Object.hasOwn(value, name) ? value[name] : undefined;
      if (found === undefined || found === null || found === '') {
        if (required) {
          at.error('LB7116');
          sound = false;
        }
        continue;
      }
      const taken = read(found, at);
      if (taken === undefined) sound = false;
      else result[name] = taken;
    }
    if (unknown) {
      for (const name of Object.keys(value)) if (!Object.hasOwn(fields, name)) place.below(name).warn('LB7130');
    }
    return sound ? (result as ValueOf<F>) : undefined;
  };
}

export function text(longest: number, ...checks: Check[]): Read<string> {
  return (value, place) => {
    if (typeof value !== 'string') return wrongType(place, 'string', value);
    if (value.trim() === '') return place.error('LB7116');
    if (value.length > longest) return place.error('LB7122', { limit: longest });
    return checks.every((check) => check(value, place)) ? value : undefined;
  };
}

/** @returns false when the text is wrong, which `place` was told then */
export type Check = (value: string, place: Place) => boolean;

export function list<T>(read: Read<T>, most: number): Read<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return wrongType(place, 'list', value);
    if (value.length > most) return place.error('LB7122', { limit: most });
    const result = value.map((item, index) => read(item, place.below(index)));
    return result.includes(undefined) ? undefined : (result as T[]);
  };
}

/** An object with keys of the author's choice. */
export function mapOf<T>(read: Read<T>, checkKey: Check, most: number): Read<Record<string, T>> {
  return (value, place) => {
    if (!isRecord(value)) return wrongType(place, 'map', value);
    const entries = Object.entries(value);
    if (entries.length > most) return place.error('LB7122', { limit: most });
    const result: [string, T][] = [];
    let sound = true;
    for (const [key, item] of entries) {
      const at = place.below(key.slice(0, 100));
      const taken = checkKey(key, at) ? read(item, at) : undefined;
      if (taken === undefined) sound = false;
      else result.push([key, taken]);
    }
    return sound ? Object.fromEntries(result) : undefined;
  };
}

export function truth(value: unknown, place: Place): boolean | undefined {
  return typeof value === 'boolean' ? value : wrongType(place, 'true | false', value);
}

export function oneOf<T extends string>(...allowed: readonly T[]): Read<T> {
  return (value, place) => {
    if (typeof value !== 'string') return wrongType(place, 'string', value);
    const found = allowed.find((one) => one === value);
    return found ?? place.error('LB7124', { found: value, allowed: allowed.join(' | ') });
  };
}

export function wrongType(place: Place, expected: string, value: unknown): undefined {
  place.error('LB7117', { expected, found: typeName(value) });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' ? 'map' : typeof value;
}
