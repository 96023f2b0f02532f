import { type ResourceList, useResourceList } from '@luban/sdk';
import { textAt } from '../json.ts';
import type { DetailTabProps } from './use-detail-tabs.tsx';

/** An event about an object, as far as its page shows it. */
export interface ObjectEvent {
  readonly key: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: string;
  readonly source: string;
  /** Milliseconds of the epoch, or RFC 3339; empty when it has no time. */
  readonly last: string | number;
}

const COLUMNS = [
  { name: 'Type', jsonPath: '.type' },
  { name: 'Reason', jsonPath: '.reason' },
  { name: 'Message', jsonPath: '.message' },
  { name: 'Count', jsonPath: '.count', type: 'integer' },
  { name: 'Source', jsonPath: '.source.component' },
  { name: 'Last', jsonPath: '.lastTimestamp', type: 'date' },
  { name: 'Time', jsonPath: '.eventTime', type: 'date' },
  { name: 'Series', jsonPath: '.series.lastObservedTime', type: 'date' },
  { name: 'Controller', jsonPath: '.reportingComponent' },
];

/**
 * The latest events about one object, newest first.
 *
 * @param wanted false asks for nothing
 */
export function useObjectEvents(
  { place, kind, name, object }: DetailTabProps,
  wanted = true,
): {
  list: ResourceList;
  events: ObjectEvent[];
} {
  const uid = textAt(object, 'metadata', 'uid');
  // The kubelet names a node where others give a uid.
  const about = kind.namespaced
    ? `involvedObject.uid=${uid}`
    : `involvedObject.kind=${kind.kind},involvedObject.name=${name}`;
  const list = useResourceList(
    wanted
      ? {
          cluster: place.cluster,
          group: '',
          version: 'v1',
          resource: 'events',
          namespace: place.namespace,
          fieldSelector: about,
          columns: COLUMNS,
          sort: { column: 'Last' },
        }
      : null,
    { limit: 200 },
  );
  const events = Array.from({ length: Math.min(list.total, 200) }, (_, index) => list.row(index)).flatMap((row) => {
    if (row === undefined) return [];
    const [type, reason, message, count, source, last, time, series, controller] = row.cells.map(plain);
    return {
      key: row.key,
      type: String(type ?? ''),
      reason: String(reason ?? ''),
      message: String(message ?? ''),
      count: String(count ?? ''),
      source: String(source || controller || ''),
      last: series || last || time || row.created,
    };
  });
  return { list, events: events.sort((a, b) => moment(b.last) - moment(a.last)) };
}

function plain(cell: unknown): string | number {
  if (typeof cell === 'object' && cell !== null && 'at' in cell && typeof cell.at === 'number') return cell.at;
  return typeof cell === 'string' || typeof cell === 'number' ? cell : '';
}

function moment(time: string | number): number {
  const value = typeof time === 'number' ? time : Date.parse(time);
  return Number.isNaN(value) ? 0 : value;
}
