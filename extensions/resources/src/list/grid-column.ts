import type { LiveColumn, Translate } from '@luban/sdk';
import type { KindRef } from '../kinds/kind.ts';

/** How a column's cells are drawn. */
export type CellLook = 'name' | 'namespace' | 'status' | 'age' | 'number' | 'text';

export interface GridColumn {
  /** As the server calls it, and as the URL does: `Restarts`. */
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly look: CellLook;
  /** Position among a row's cells; -1 for what the row itself knows. */
  readonly cell: number;
  /** Position of the number that this one should reach, as Desired is to Ready. */
  readonly wanted?: number | undefined;
  /** Least width in pixels; what is left is shared by `grow`. */
  readonly width: number;
  readonly grow: number;
  /** What the server sorts by; undefined for columns that it knows nothing of. */
  readonly sortKey?: string | undefined;
  /** Shown unless a person chose otherwise. */
  readonly byDefault: boolean;
}

interface Options {
  readonly columns: readonly LiveColumn[];
  readonly kind: KindRef;
  /** Objects of several namespaces are listed. */
  readonly namespaces: boolean;
  readonly t: Translate;
}

/** Name, namespace, what the API server prints, and the age: in this order. */
export function gridColumns({ columns, kind, namespaces, t }: Options): GridColumn[] {
  const isEvent = kind.resource === 'events';
  const status = columns.find(({ name }) => SUMS_UP.test(name)) ?? columns.find(({ name }) => COUNTS.test(name));
  const desired = columns.findIndex(({ name, type }) => name === 'Desired' && type === 'integer');
  const printed = columns.flatMap((column, cell) =>
    isOwn(column) ? [] : [printedColumn(column, cell, { isEvent, isStatus: column === status, desired }, t)],
  );
  const name: GridColumn = {
    id: 'Name',
    title: t('column.name'),
    look: 'name',
    cell: -1,
    width: 220,
    grow: 3,
    sortKey: 'name',
    byDefault: !isEvent,
  };
  const namespace: GridColumn = {
    id: 'Namespace',
    title: t('column.namespace'),
    look: 'namespace',
    cell: -1,
    width: 120,
    grow: 1,
    sortKey: 'namespace',
    byDefault: true,
  };
  const age: GridColumn = {
    id: 'Age',
    title: t('column.age'),
    look: 'age',
    cell: -1,
    width: 72,
    grow: 0,
    sortKey: 'created',
    byDefault: !isEvent,
  };
  return [name, ...(namespaces ? [namespace] : []), ...printed, age];
}

/** The row itself knows better. */
function isOwn({ name, format }: LiveColumn): boolean {
  return format === 'name' || format === 'age' || /^(?:name|namespace|age)$/i.test(name);
}

function printedColumn(column: LiveColumn, cell: number, traits: Traits, t: Translate): GridColumn {
  const { isEvent, desired } = traits;
  const look = lookOf(column, traits);
  const size = sizeOf(column, look, isEvent);
  return {
    id: column.name,
    title: printedTitle(column.name, t),
    description: column.description,
    look,
    cell,
    ...(look === 'status' && isNumber(column) && { wanted: desired }),
    ...size,
    sortKey: column.name,
    byDefault: column.priority === 0,
  };
}

/** API servers speak English; what is common is translated. */
function printedTitle(name: string, t: Translate): string {
  const key = `printed.${name}`;
  const title = t(key);
  return title === key ? name : title;
}

interface Traits {
  readonly isEvent: boolean;
  /** The one column of a row that has a glyph. */
  readonly isStatus: boolean;
  /** Position of the column that says how many there should be, or -1. */
  readonly desired: number;
}

const SUMS_UP = /^(?:status|phase|state|health|sync status)$/i;
/** Where no column sums up how an object is, these tell whether all of it is there. */
const COUNTS = /^(?:ready|completions|synced|available|established|reconciled)$/i;

function lookOf(column: LiveColumn, { isEvent, isStatus, desired }: Traits): CellLook {
  if (column.type === 'date') return 'age';
  if (isEvent && column.name === 'Type') return 'status';
  if (isNumber(column)) return isStatus && desired >= 0 ? 'status' : 'number';
  return isStatus ? 'status' : 'text';
}

function isNumber({ type }: LiveColumn): boolean {
  return type === 'integer' || type === 'number';
}

function sizeOf({ name }: LiveColumn, look: CellLook, isEvent: boolean): { width: number; grow: number } {
  const heading = Math.ceil(name.length * 7) + 40;
  if (look === 'age') return { width: Math.max(80, heading), grow: 0 };
  if (look === 'number') return { width: Math.max(72, heading), grow: 0 };
  if (look === 'status') {
    const narrow = COUNTS.test(name) || isEvent;
    return narrow ? { width: Math.max(88, heading), grow: 0 } : { width: 168, grow: 1 };
  }
  if (/^(?:message|selector|images?|conditions?)$/i.test(name)) return { width: 240, grow: 5 };
  if (isEvent && name === 'Object') return { width: 240, grow: 2 };
  if (isEvent && name === 'Reason') return { width: 176, grow: 0 };
  if (isEvent) return { width: heading, grow: 0 };
  return { width: Math.max(104, heading), grow: 1 };
}
