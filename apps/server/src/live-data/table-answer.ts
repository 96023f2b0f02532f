/** What a cluster answers, narrowed: a Table when it makes one, else the objects themselves. */

import { type Status, StatusError } from '@luban/kube';
import type { LiveColumn } from '@luban/kube/live';
import { BrokenAnswer } from './upstream-failure.ts';

/** Servers that make no tables answer with the objects. */
export const ACCEPT_TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
export const ACCEPT_OBJECTS = 'application/json';

export type JsonRecord = Readonly<Record<string, unknown>>;

export interface ListedItem {
  metadata: JsonRecord;
  /** Absent: it came as an object. */
  cells?: readonly unknown[];
  /** The whole object, or of a table only its metadata. */
  object: JsonRecord;
}

export interface ListedPage {
  /** Absent: unchanged, or not a table. */
  columns?: readonly LiveColumn[];
  items: readonly ListedItem[];
  revision: string;
  continue?: string;
  /** Of the items, which do not say it themselves. */
  kind?: string;
}

export interface WatchedEvent extends Pick<ListedPage, 'columns'> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  item: ListedItem;
  /** All objects that there were at the beginning have been told. */
  initialEnd: boolean;
}

/** @throws BrokenAnswer */
export function pageOf(value: unknown): ListedPage {
  const answer = record(value, 'A list');
  const metadata = record(answer.metadata, 'The metadata of a list');
  return {
    ...itemsOf(answer),
    revision: textOf(metadata.resourceVersion),
    continue: textOf(metadata.continue) || undefined,
    kind: /^(.+)List$/.exec(textOf(answer.kind))?.[1],
  };
}

/** @throws BrokenAnswer; StatusError for an event that says an error */
export function eventOf(value: unknown): WatchedEvent {
  const event = record(value, 'An event');
  const object = record(event.object, 'The object of an event');
  const { type } = event;
  if (type === 'ERROR') throw new StatusError({ ...(object as unknown as Status), metadata: undefined });
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED' && type !== 'BOOKMARK') {
    throw new BrokenAnswer(`There is no event ${String(type).slice(0, 50)}`);
  }
  if (object.kind !== 'Table') {
    const item = itemOf(object);
    return { type, item, initialEnd: isInitialEnd(item.metadata) };
  }
  const { columns, items } = itemsOf(object);
  const tableMetadata = isRecord(object.metadata) ? object.metadata : {};
  const item = items[0] ?? { metadata: tableMetadata, object: {} };
  return { type, columns, item, initialEnd: isInitialEnd(item.metadata) || isInitialEnd(tableMetadata) };
}

function itemsOf(answer: JsonRecord): Pick<ListedPage, 'columns' | 'items'> {
  if (answer.kind !== 'Table') return { items: array(answer.items).map(itemOf) };
  return {
    columns: Array.isArray(answer.columnDefinitions) ? answer.columnDefinitions.map(columnOf) : undefined,
    items: array(answer.rows).map((value) => {
      const row = record(value, 'A row');
      return { ...itemOf(row.object), cells: array(row.cells) };
    }),
  };
}

function itemOf(value: unknown): ListedItem {
  const object = record(value, 'An object');
  return { metadata: record(object.metadata, 'The metadata of an object'), object };
}

function columnOf(value: unknown): LiveColumn {
  const { name, type, format, description, priority } = record(value, 'A column');
  return {
    name: textOf(name),
    type: textOf(type) || 'string',
    ...(textOf(format) !== '' && { format: textOf(format) }),
    ...(textOf(description) !== '' && { description: textOf(description) }),
    priority: typeof priority === 'number' ? priority : 0,
  };
}

function isInitialEnd({ annotations }: JsonRecord): boolean {
  return isRecord(annotations) && annotations['k8s.io/initial-events-end'] === 'true';
}

const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown, what: string): JsonRecord {
  if (!isRecord(value)) throw new BrokenAnswer(`${what} is missing`);
  return value;
}
