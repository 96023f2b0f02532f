import { quantityOf, quantityToNumber } from '@luban/kube';
import type { LiveCell, LiveColumn, LiveRow, LiveSort } from '@luban/kube/live';

/** What a row is sorted by: numbers come before texts, and nothing comes last in either direction. */
export type SortKey = number | string | undefined;

export interface RowOrder {
  /** Equal for equal orders. */
  readonly id: string;
  keyOf(row: LiveRow): SortKey;
  /** Of keys and rows. Only one and the same object is equal. */
  compare(a: LiveRow, keyA: SortKey, b: LiveRow, keyB: SortKey): number;
}

/** By a column, or by what is no column; else, and among equals, by namespace, name and key. */
export function rowOrder(sort: LiveSort | undefined, columns: readonly LiveColumn[]): RowOrder {
  const keyOf = sort === undefined ? undefined : keyBy(sort.column, columns);
  if (keyOf === undefined) return BY_NAME;
  const direction = sort?.descending ? -1 : 1;
  return {
    id: JSON.stringify([sort!.column.toLowerCase(), direction]),
    keyOf,
    compare: (a, keyA, b, keyB) => compareKeys(keyA, keyB, direction) || compareNames(a, b),
  };
}

const BY_NAME: RowOrder = { id: '', keyOf: () => undefined, compare: (a, _, b) => compareNames(a, b) };

function keyBy(column: string, columns: readonly LiveColumn[]): ((row: LiveRow) => SortKey) | undefined {
  const name = column.toLowerCase();
  const index = columns.findIndex((other) => other.name.toLowerCase() === name);
  const format = columns[index]?.format;
  if (format === 'age' || (index < 0 && name === 'age')) return ageKey;
  if (format === 'name' || name === 'name') return (row) => naturalKey(row.name);
  if (index >= 0) return (row) => cellKey(row.cells[index]);
  if (name === 'namespace') return ({ namespace }) => namespace;
  if (name === 'created') return ({ created }) => timeOf(created);
  return undefined;
}

/** The youngest first: a small age is a late time. */
function ageKey({ created }: LiveRow): SortKey {
  const time = timeOf(created);
  return time === undefined ? undefined : -time;
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

function cellKey(cell: LiveCell | undefined): SortKey {
  if (cell === null || cell === undefined || cell === '') return undefined;
  if (typeof cell === 'number') return cell;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (typeof cell === 'object') return cell.text === undefined ? -cell.at : textKey(cell.text);
  return textKey(cell);
}

/** `100m`, `1Gi`, `35`, `40%` */
const AMOUNT = /^[+-]?\d+(?:\.\d+)?(?:[numkKMGTPE]i?|%)?$/;

function textKey(text: string): SortKey {
  if (text.startsWith('<') && text.endsWith('>')) return undefined;
  if (text.length <= 30 && AMOUNT.test(text)) {
    const quantity = quantityOf(text.endsWith('%') ? text.slice(0, -1) : text);
    if (quantity !== undefined) return quantityToNumber(quantity);
  }
  return naturalKey(text);
}

/**
 * A text that sorts by its letters as numbers in words are read, so that `web-2` comes before `web-10`: before each run of
 * digits stands how long it is. Comparing such texts costs a tenth of what a collator costs.
 */
export function naturalKey(text: string): string {
  const lower = text.toLowerCase();
  return /\d/.test(lower) ? lower.replace(/\d+/g, counted) : lower;
}

function counted(digits: string): string {
  const number = digits.replace(/^0+(?=\d)/, '');
  const length = number.length;
  return length < 9 ? `${length}${number}` : `9${String(length).padStart(4, '0')}${number}`;
}

function compareKeys(a: SortKey, b: SortKey, direction: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a === typeof b) return a < b ? -direction : direction;
  return typeof a === 'number' ? -direction : direction;
}

function compareNames(a: LiveRow, b: LiveRow): number {
  if (a.namespace !== b.namespace) return (a.namespace ?? '') < (b.namespace ?? '') ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
