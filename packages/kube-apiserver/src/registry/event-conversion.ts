import type { KubeObject } from '@luban/kube';
import type { ResourceType } from './resource-type.ts';

/** Names of the same fields in events.k8s.io/v1 and in core/v1. Source: k8s.io/kubernetes/pkg/apis/events/v1. */
const NAMES: readonly (readonly [events: string, core: string])[] = [
  ['regarding', 'involvedObject'],
  ['note', 'message'],
  ['reportingController', 'reportingComponent'],
  ['deprecatedSource', 'source'],
  ['deprecatedFirstTimestamp', 'firstTimestamp'],
  ['deprecatedLastTimestamp', 'lastTimestamp'],
  ['deprecatedCount', 'count'],
];

/** Events of events.k8s.io/v1 are kept as those of core/v1. */
export const eventConversion: NonNullable<ResourceType['conversion']> = {
  toStored: (event) => renamed(event, 'v1', new Map(NAMES)),
  fromStored: (event) =>
    renamed(event, 'events.k8s.io/v1', new Map(NAMES.map(([events, core]): [string, string] => [core, events]))),
};

function renamed(event: KubeObject, apiVersion: string, names: ReadonlyMap<string, string>): KubeObject {
  const { apiVersion: _, kind, metadata, ...fields } = event;
  const rest = Object.entries(fields).map(([name, value]) => [names.get(name) ?? name, value]);
  return { apiVersion, kind, metadata, ...Object.fromEntries(rest) };
}
