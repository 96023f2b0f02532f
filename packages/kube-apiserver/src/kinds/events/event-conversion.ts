/** Events of both groups are the same objects under other names. Source: k8s.io/kubernetes/pkg/apis/events/v1. */
import type { KubeObject } from '@luban/kube';
import { type Fields, put } from '../access.ts';

/** Of `events.k8s.io/v1` and of the core group, in this order. */
const NAMES: readonly (readonly [string, string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

/** Between the version that is served and the one that is kept. */
export const eventsV1Conversion = {
  toStored: (event: KubeObject): KubeObject => rename(event, 'v1', new Map(NAMES)),
  fromStored: (event: KubeObject): KubeObject =>
    rename(event, 'events.k8s.io/v1', new Map(NAMES.map(([served, stored]) => [stored, served]))),
};

function rename(event: KubeObject, apiVersion: string, names: ReadonlyMap<string, string>): KubeObject {
  const renamed: Fields = {};
  for (const [name, value] of Object.entries(event)) put(renamed, names.get(name) ?? name, value);
  return { ...renamed, apiVersion, kind: event.kind, metadata: event.metadata };
}
