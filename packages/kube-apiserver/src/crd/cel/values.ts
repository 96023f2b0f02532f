/** JSON as values of CEL, and how they are compared. */

import { Duration } from '@marcbachmann/cel-js/evaluator';
import { isObject, sameJson } from '../../json/json-value.ts';
import { canonicalJson, member } from '../json.ts';
import { charge } from './cost.ts';

/** Fields of an object that rules know, by their identifiers. */
export type Fields = ReadonlyMap<string, { readonly property: string; readonly type: ValueType }>;

/** How a value is turned into one of CEL. */
export type ValueType =
  | { readonly kind: 'dyn' | 'plain' | 'integer' | 'bytes' | 'timestamp' | 'duration' }
  | { readonly kind: 'list'; readonly items: ValueType; readonly listType: string; readonly keys: readonly string[] }
  | { readonly kind: 'map'; readonly values: ValueType }
  | { readonly kind: 'object'; readonly create: (raw: Record<string, unknown>) => CelObject };

/** An object with declared fields. They are converted when a rule asks for them. */
export class CelObject extends Map<string, unknown> {
  readonly raw: Record<string, unknown>;
  readonly #fields: Fields;

  constructor(raw: Record<string, unknown>, fields: Fields) {
    super();
    this.raw = raw;
    this.#fields = fields;
  }

  override get(identifier: string): unknown {
    if (super.has(identifier)) return super.get(identifier);
    const field = this.#fields.get(identifier);
    const raw = field === undefined ? undefined : member(this.raw, field.property);
    const value = field === undefined || raw === undefined ? undefined : toCel(raw, field.type);
    super.set(identifier, value);
    return value;
  }
}

/** Lists that compare without regard to their order. */
const unordered = new WeakMap<object, { listType: string; keys: readonly string[]; raw: readonly unknown[] }>();

export function toCel(raw: unknown, type: ValueType): unknown {
  if (raw === null) return null;
  if (type.kind === 'plain') return raw;
  if (type.kind === 'integer') return typeof raw === 'number' ? toInteger(raw) : raw;
  if (type.kind === 'object') return isObject(raw) ? type.create(raw) : dynamic(raw);
  if (type.kind === 'list') return Array.isArray(raw) ? toList(raw, type) : dynamic(raw);
  if (type.kind === 'map') {
    if (!isObject(raw)) return dynamic(raw);
    const names = Object.keys(raw);
    charge(names.length / 10);
    return new Map(names.map((name) => [name, toCel(raw[name], type.values)]));
  }
  if (typeof raw !== 'string' || type.kind === 'dyn') return dynamic(raw);
  if (type.kind === 'bytes') return new Uint8Array(Buffer.from(raw, 'base64'));
  if (type.kind === 'timestamp') return toTimestamp(raw);
  return type.kind === 'duration' ? toDuration(raw) : raw;
}

function toList(raw: readonly unknown[], type: Extract<ValueType, { kind: 'list' }>): unknown[] {
  charge(raw.length / 10);
  const list = raw.map((item) => toCel(item, type.items));
  if (type.listType === 'set' || type.listType === 'map') {
    unordered.set(list, { listType: type.listType, keys: type.keys, raw });
  }
  return list;
}

/** JSON of which nothing is known. */
function dynamic(raw: unknown): unknown {
  if (typeof raw === 'number') return Number.isInteger(raw) ? toInteger(raw) : raw;
  if (Array.isArray(raw)) {
    charge(raw.length / 10);
    return raw.map(dynamic);
  }
  if (!isObject(raw)) return raw;
  return new Map(Object.keys(raw).map((name) => [name, dynamic(raw[name])]));
}

const toInteger = (value: number) => (Number.isInteger(value) ? BigInt(value) : value);

function toTimestamp(text: string): unknown {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : time;
}

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

function toDuration(text: string): unknown {
  if (text.length > 200 || !/^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return text;
  let total = 0n;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const [whole = '', fraction = ''] = amount.split('.');
    const scale = 10n ** BigInt(fraction.length);
    total += (BigInt(`0${whole}${fraction}`) * (NANOSECONDS[unit] ?? 0n)) / scale;
  }
  if (text.startsWith('-')) total = -total;
  return new Duration(total / 1_000_000_000n, Number(total % 1_000_000_000n));
}

/** `==` of CEL, also between numbers of different types. @throws CostExceeded */
export function celEqual(a: unknown, b: unknown): boolean {
  charge(0.1);
  if (a === b) return true;
  if (typeof a === 'string' || typeof b === 'string') return false;
  if (isNumeric(a) && isNumeric(b)) return a <= b && a >= b;
  if (Array.isArray(a)) return Array.isArray(b) && listsEqual(a, b);
  if (a instanceof CelObject) return b instanceof CelObject && objectsEqual(a, b);
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Duration) return b instanceof Duration && a.seconds === b.seconds && a.nanos === b.nanos;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return false;
  if ('equals' in a && typeof a.equals === 'function') return a.equals(b) === true;
  if (a.constructor !== b.constructor && !(isPlainMap(a) && isPlainMap(b))) return false;
  return isPlainMap(a) && isPlainMap(b) ? mapsEqual(entriesOf(a), entriesOf(b)) : String(a) === String(b);
}

const isNumeric = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';

const isPlainMap = (value: object) =>
  value.constructor === Map || value.constructor === Object || value.constructor === undefined;

function entriesOf(value: object): Map<unknown, unknown> {
  return value instanceof Map ? value : new Map(Object.entries(value));
}

function mapsEqual(a: Map<unknown, unknown>, b: Map<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !celEqual(value, b.get(key))) return false;
  return true;
}

function listsEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  const [first, second] = [unordered.get(a), unordered.get(b)];
  if (first !== undefined && second !== undefined) {
    charge(a.length + b.length);
    const key = (item: unknown) =>
      canonicalJson(first.listType === 'map' ? first.keys.map((name) => member(item, name) ?? null) : item);
    const others = new Map(second.raw.map((item) => [key(item), item]));
    return first.raw.every((item) => others.has(key(item)) && sameJson(item, others.get(key(item))));
  }
  const isSet = (first ?? second)?.listType === 'set';
  // A set equals any list with the same items.
  if (isSet) return a.every((item) => b.some((other) => celEqual(item, other)));
  return a.every((item, i) => celEqual(item, b[i]));
}

function objectsEqual(a: CelObject, b: CelObject): boolean {
  charge(approximateSize(a.raw));
  return sameJson(a.raw, b.raw);
}

/** Number of values in a JSON value, so that comparing large ones is not free. */
function approximateSize(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + approximateSize(item), 1);
  if (!isObject(value)) return typeof value === 'string' ? 1 + value.length / 100 : 1;
  let size = 1;
  for (const name of Object.keys(value)) size += approximateSize(value[name]);
  return size;
}

/** Whether the list has the value, or the map the key. @throws CostExceeded */
export function celIn(value: unknown, collection: unknown): boolean | undefined {
  if (Array.isArray(collection)) return collection.some((item) => celEqual(item, value));
  if (collection instanceof CelObject) return undefined;
  if (collection instanceof Map) return collection.get(value) !== undefined;
  return isObject(collection) && typeof value === 'string' ? Object.hasOwn(collection, value) : undefined;
}
