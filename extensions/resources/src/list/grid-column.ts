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
  const printed = columns.flatMap((column, cell) => (isOwn(column) ? [] : [printedColumn(column, cell, isEvent)]));
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

function printedColumn(column: LiveColumn, cell: number, isEvent: boolean): GridColumn {
  const look = lookOf(column, isEvent);
  const size = sizeOf(column, look, isEvent);
  return {
    id: column.name,
    title: column.name,
    description: column.description,
    look,
    cell,
    ...size,
    sortKey: column.name,
    byDefault: column.priority === 0,
  };
}

const STATUS_NAMES = /^(?:status|phase|state|health|ready|synced|available|completions|condition|reconciled)$/i;

function lookOf({ name, type }: LiveColumn, isEvent: boolean): CellLook {
  if (type === 'date') return 'age';
  if (isEvent && name === 'Type') return 'status';
  if (STATUS_NAMES.test(name)) return type === 'integer' || type === 'number' ? 'number' : 'status';
  return type === 'integer' || type === 'number' ? 'number' : 'text';
}

function sizeOf({ name }: LiveColumn, look: CellLook, isEvent: boolean): { width: number; grow: number } {
  const heading = Math.ceil(name.length * 7) + 40;
  if (look === 'age') return { width: Math.max(80, heading), grow: 0 };
  if (look === 'number') return { width: Math.max(72, heading), grow: 0 };
  if (look === 'status') {
    const narrow = /^(?:ready|completions|available|synced)$/i.test(name) || isEvent;
    return narrow ? { width: Math.max(88, heading), grow: 0 } : { width: 168, grow: 1 };
  }
  if (/^(?:message|selector|images?|conditions?)$/i.test(name)) return { width: 240, grow: 5 };
  return { width: Math.max(104, heading), grow: 1 };
}
