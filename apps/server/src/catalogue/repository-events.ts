import { createHash } from 'node:crypto';
import { isStatusError, type KubeObject, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

const EVENTS = { group: '', version: 'v1', resource: 'events' } as const;

interface EventObject extends KubeObject {
  count?: number;
}

export interface CatalogueEvent {
  type: 'Normal' | 'Warning';
  /** `Synced`, `SyncFailed`, … */
  reason: string;
  message: string;
}

/** Records an Event on a cluster-scoped object, counted when it is the same as before. Source: Kubernetes, Event v1. */
export async function recordEvent(
  client: KubeClient,
  object: KubeObject,
  { type, reason, message }: CatalogueEvent,
  now: number,
): Promise<void> {
  const { name = '', uid = '' } = object.metadata;
  const text = message.slice(0, 1_000);
  const time = timestamp(now);
  // Events of objects without a namespace are kept in `default`.
  const ref = { ...EVENTS, namespace: 'default' };
  const digest = createHash('sha256').update([uid, reason, text].join('\n')).digest('hex').slice(0, 16);
  const event: EventObject = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name.slice(0, 200)}.${digest}`, namespace: 'default' },
    involvedObject: { apiVersion: object.apiVersion, kind: object.kind, name, uid },
    ...{ type, reason, message: text, count: 1, firstTimestamp: time, lastTimestamp: time },
    source: { component: 'luban' },
    reportingComponent: 'luban',
    reportingInstance: 'luban',
  };
  try {
    await client.create(ref, event);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    const known = { ...ref, name: event.metadata.name! };
    const before = await client.get<EventObject>(known);
    await client.patch(known, 'merge', { count: (before.count ?? 1) + 1, lastTimestamp: time });
  }
}
