import { parseJsonPath } from '@luban/kube';
import type { LiveCell, LiveColumn, LiveColumnPath, LiveRow } from '@luban/kube/live';
import { StringPool } from './string-pool.ts';
import { isRecord, type JsonRecord, type ListedItem, textOf } from './table-answer.ts';
import { BrokenAnswer } from './upstream-failure.ts';

/** Makes rows of what a cluster lists, and keeps nothing else of it. */
export class RowProjector {
  readonly #pool = new StringPool();
  readonly #paths: ((object: JsonRecord) => LiveCell)[] | undefined;
  #columns: readonly LiveColumn[];
  #cells: readonly ((cell: unknown, now: number) => LiveCell)[] = [];

  /** @param paths columns of the query's own, instead of those of the API server */
  constructor(paths?: readonly LiveColumnPath[]) {
    this.#paths = paths?.map(cellByPath);
    this.#columns = paths?.map(({ name, type }) => ({ name, type: type ?? 'string', priority: 0 })) ?? PLAIN;
    this.#cells = this.#columns.map(cellOfColumn);
  }

  get columns(): readonly LiveColumn[] {
    return this.#columns;
  }

  /** @returns whether they are others than before */
  setColumns(columns: readonly LiveColumn[]): boolean {
    if (this.#paths !== undefined || columns.length === 0) return false;
    const marked = columns.map((column) => (isAge(column) ? { ...column, format: 'age' } : column));
    if (JSON.stringify(marked) === JSON.stringify(this.#columns)) return false;
    this.#columns = marked;
    this.#cells = marked.map(cellOfColumn);
    return true;
  }

  /** @param now milliseconds of the epoch. @throws BrokenAnswer for what has no name */
  row({ metadata, cells, object }: ListedItem, now: number): LiveRow {
    const name = textOf(metadata.name);
    if (name === '') throw new BrokenAnswer('An object has no name');
    const namespace = textOf(metadata.namespace);
    const owner = ownerOf(metadata.ownerReferences);
    return {
      key: keyOf(metadata),
      name,
      ...(namespace !== '' && { namespace: this.#pool.text(namespace) }),
      cells: this.#cellsOf(name, cells, object, metadata, now),
      created: textOf(metadata.creationTimestamp),
      version: textOf(metadata.resourceVersion),
      labels: this.#pool.labels(metadata.labels),
      ...(textOf(metadata.deletionTimestamp) !== '' && { deleting: true }),
      ...(owner && { ownerKind: this.#pool.text(owner.kind), ownerName: this.#pool.text(owner.name) }),
    };
  }

  #cellsOf(
    name: string,
    cells: readonly unknown[] | undefined,
    object: JsonRecord,
    metadata: JsonRecord,
    now: number,
  ): LiveCell[] {
    if (this.#paths !== undefined) return this.#paths.map((cell) => this.#kept(cell(object)));
    // Of a server that makes no tables.
    if (cells === undefined)
      return this.#columns.map(({ format }) => (format === 'name' ? textOf(metadata.name) : null));
    return this.#columns.map(({ format }, i) => {
      if (format === 'age') return null;
      // The same text, not another of equal letters.
      return cells[i] === name ? name : this.#kept(this.#cells[i]!(cells[i], now));
    });
  }

  #kept(cell: LiveCell): LiveCell {
    return typeof cell === 'string' ? this.#pool.text(cell) : cell;
  }
}

/** By uid; kinds that are computed have none. */
export function keyOf({ uid, namespace, name }: JsonRecord): string {
  return textOf(uid) || `${textOf(namespace)}/${textOf(name)}`;
}

const PLAIN: readonly LiveColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Age', type: 'string', format: 'age', priority: 0 },
];

/** The column that the API server fills from `creationTimestamp`; a text of it would be old at once. */
function isAge({ name, type }: LiveColumn): boolean {
  return name === 'Age' && (type === 'string' || type === 'date');
}

/** Columns of built-in kinds that say an age without being of type `date`. */
const AGES = new Set(['Last Seen', 'First Seen', 'Last Schedule']);
const LONGEST_TEXT = 1_000;

function cellOfColumn({ name, type }: LiveColumn): (cell: unknown, now: number) => LiveCell {
  const isTime = type === 'date' || AGES.has(name);
  return (cell, now) => {
    if (typeof cell === 'number' || typeof cell === 'boolean') return cell;
    if (typeof cell === 'string')
      return (isTime ? momentOf(cell, now) : countedOf(cell, now)) ?? cell.slice(0, LONGEST_TEXT);
    return cell === null || cell === undefined ? null : JSON.stringify(cell).slice(0, LONGEST_TEXT);
  };
}

/** `3m20s` or a time, as of now. */
function momentOf(text: string, now: number): LiveCell | undefined {
  const age = durationOf(text);
  if (age !== undefined) return { at: seconds(now - age) };
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : { at };
}

/** `5 (3m ago)` */
function countedOf(text: string, now: number): LiveCell | undefined {
  const match = text.endsWith(' ago)') ? /^(.{0,100}) \(([0-9ydhms]{1,30}|<invalid>) ago\)$/.exec(text) : null;
  const age = match === null ? undefined : durationOf(match[2]!);
  return age === undefined ? undefined : { at: seconds(now - age), text: match![1]! };
}

const seconds = (at: number) => Math.round(at / 1_000) * 1_000;

/** Milliseconds of a duration as the API server prints them: `<invalid>` is what lies ahead by clocks that differ. */
function durationOf(text: string): number | undefined {
  if (text === '<invalid>') return 0;
  const match = /^(?:(\d{1,4})y)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?$/.exec(text);
  if (match === null || text === '') return undefined;
  const [years = 0, days = 0, hours = 0, minutes = 0, left = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((years * 365 + days) * 24 + hours) * 60 + minutes) * 60_000 + left * 1_000;
}

function cellByPath({ jsonPath, type }: LiveColumnPath): (object: JsonRecord) => LiveCell {
  const path = parseJsonPath(jsonPath);
  return (object) => {
    const found = path.find(object);
    if (found.length === 0) return null;
    if (type === 'date') {
      const at = Date.parse(textOf(found[0]));
      return Number.isNaN(at) ? null : { at };
    }
    return found.length === 1 ? plain(found[0]) : found.slice(0, 100).map(plain).join(',').slice(0, LONGEST_TEXT);
  };
}

function plain(value: unknown): string | number | boolean | null {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.slice(0, LONGEST_TEXT);
  return value === null || value === undefined ? null : JSON.stringify(value).slice(0, LONGEST_TEXT);
}

function ownerOf(value: unknown): { kind: string; name: string } | undefined {
  const references = Array.isArray(value) ? value.filter(isRecord) : [];
  const owner = references.find(({ controller }) => controller === true) ?? references[0];
  return owner && { kind: textOf(owner.kind), name: textOf(owner.name) };
}
