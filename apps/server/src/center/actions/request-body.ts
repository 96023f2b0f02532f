import { isClusterName } from '../../clusters/cluster-object.ts';
import { type JsonRecord, recordOf } from '../../extension-api/json.ts';
import { Refusal } from '../../refusal.ts';

const MOST_CLUSTERS = 1_000;
const LONGEST_TEXT = 256 * 1024;

/** What somebody sent, field by field. @throws Refusal LB7610 that names the field */
export class RequestBody {
  readonly #fields: JsonRecord;

  constructor(body: unknown) {
    if (body !== null && body !== undefined && (typeof body !== 'object' || Array.isArray(body))) {
      throw wrong('body', 'it is no JSON object');
    }
    this.#fields = recordOf(body);
  }

  has(field: string): boolean {
    return this.#value(field) !== undefined;
  }

  text(field: string): string {
    const value = this.optionalText(field);
    if (value === undefined || value === '') throw wrong(field, 'it is missing');
    return value;
  }

  optionalText(field: string): string | undefined {
    const value = this.#value(field);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw wrong(field, 'it is no text');
    if (value.length > LONGEST_TEXT) throw wrong(field, 'it is too long');
    return value;
  }

  flag(field: string): boolean {
    const value = this.#value(field) ?? false;
    if (typeof value !== 'boolean') throw wrong(field, 'it is neither true nor false');
    return value;
  }

  oneOf<T extends string>(field: string, allowed: readonly T[]): T | undefined {
    const value = this.optionalText(field);
    if (value === undefined) return undefined;
    const found = allowed.find((one) => one === value);
    if (found === undefined) throw wrong(field, `it is none of ${allowed.join(', ')}`);
    return found;
  }

  /** Names of clusters, each once. */
  clusters(field: string): string[] | undefined {
    const value = this.#value(field);
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || value.length > MOST_CLUSTERS) throw wrong(field, 'it is no list of names of clusters');
    return [...new Set(value.map((name) => clusterIn(field, name)))];
  }

  /** Texts by cluster. */
  byCluster(field: string): Record<string, string> | undefined {
    const entries = this.#entries(field, MOST_CLUSTERS);
    return entries && Object.fromEntries(entries.map(([name, text]) => [clusterIn(field, name), text]));
  }

  /** Labels that have to be there, by themselves or as `matchLabels`. Other conditions are written with kubectl. */
  labels(field: string): Record<string, string> | undefined {
    const selector = this.#value(field);
    const { matchLabels, ...others } = recordOf(selector);
    const isSelector = typeof matchLabels === 'object';
    if (isSelector && Object.keys(others).length > 0) throw wrong(field, 'it may have matchLabels and nothing else');
    const entries = new RequestBody({ [field]: isSelector ? matchLabels : selector }).#entries(field, 50);
    for (const [key, value] of entries ?? []) {
      if (key.length > 317 || value.length > 63) throw wrong(field, 'a label in it is too long');
    }
    return entries && Object.fromEntries(entries);
  }

  list(field: string): readonly unknown[] {
    const value = this.#value(field);
    if (!Array.isArray(value) || value.length > 10_000) throw wrong(field, 'it is no list');
    return value;
  }

  #entries(field: string, most: number): [string, string][] | undefined {
    const value = this.#value(field);
    if (value === undefined) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw wrong(field, 'it is no map of texts');
    const entries = Object.entries(recordOf(value));
    if (entries.length > most) throw wrong(field, 'it has too many entries');
    return entries.map(([name, text]) => {
      if (typeof text !== 'string') throw wrong(`${field}.${name.slice(0, 100)}`, 'it is no text');
      return [name, text];
    });
  }

  #value(field: string): unknown {
    const value = Object.hasOwn(this.#fields, field) ? this.#fields[field] : undefined;
    return value === null ? undefined : value;
  }
}

function clusterIn(field: string, name: unknown): string {
  if (typeof name !== 'string' || !isClusterName(name))
    throw wrong(field, 'there is a name in it that no cluster can have');
  return name;
}

export function wrong(field: string, reason: string): Refusal {
  return new Refusal(400, 'LB7610', { field, reason });
}
