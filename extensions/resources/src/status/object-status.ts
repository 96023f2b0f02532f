import type { Tone } from '@luban/ui';
import { at, listAt, numberAt, textAt } from '../json.ts';
import { type KindRef, resourceKey } from '../kinds/kind.ts';
import { conditionsOf, toneOfCondition } from './condition.ts';
import { podWord } from './pod-status.ts';
import { toneOf } from './tone-of.ts';

export interface ObjectStatus {
  readonly tone: Tone;
  /** In Kubernetes' own words: `CrashLoopBackOff`, `2/3 ready`. */
  readonly word: string;
}

/** How an object is, in one word; undefined for kinds that are neither well nor ill, such as ConfigMaps. */
export function objectStatus(kind: Pick<KindRef, 'group' | 'resource'>, object: unknown): ObjectStatus | undefined {
  if (kind.group === '' && kind.resource === 'pods') return podStatus(object);
  if (at(object, 'metadata', 'deletionTimestamp') !== undefined) return { tone: 'progress', word: 'Terminating' };
  const key = resourceKey(kind);
  return (Object.hasOwn(KINDS, key) ? KINDS[key]?.(object) : undefined) ?? generic(object);
}

const KINDS: Readonly<Record<string, ((object: unknown) => ObjectStatus | undefined) | undefined>> = {
  'apps/deployments': (object) => replicas(object, numberAt(object, 'spec', 'replicas') ?? 1),
  'apps/replicasets': (object) => replicas(object, numberAt(object, 'spec', 'replicas') ?? 1),
  'apps/statefulsets': (object) => replicas(object, numberAt(object, 'spec', 'replicas') ?? 1),
  'apps/daemonsets': (object) =>
    ratio(numberAt(object, 'status', 'numberReady') ?? 0, numberAt(object, 'status', 'desiredNumberScheduled') ?? 0),
  'batch/jobs': jobStatus,
  'batch/cronjobs': (object) =>
    at(object, 'spec', 'suspend') === true ? { tone: 'warning', word: 'Suspended' } : { tone: 'ok', word: 'Scheduled' },
  nodes: nodeStatus,
  events: (object) => {
    const word = textAt(object, 'type');
    return word === '' ? undefined : { tone: toneOf(word) ?? 'neutral', word };
  },
};

function podStatus(pod: unknown): ObjectStatus {
  const word = podWord(pod);
  const containers = listAt(pod, 'status', 'containerStatuses');
  const ready = containers.filter((status) => at(status, 'ready') === true).length;
  if (word === 'Running' && ready < containers.length) {
    return { tone: 'warning', word: `Running, ${ready}/${containers.length} ready` };
  }
  return { tone: toneOf(word) ?? 'neutral', word };
}

function replicas(object: unknown, wanted: number): ObjectStatus {
  const stuck = conditionsOf(object).find(
    ({ type, status, reason }) => type === 'Progressing' && status === 'False' && reason !== 'DeploymentPaused',
  );
  if (stuck !== undefined) return { tone: 'danger', word: stuck.reason || 'Failed' };
  return ratio(numberAt(object, 'status', 'readyReplicas') ?? 0, wanted);
}

function ratio(have: number, want: number): ObjectStatus {
  if (want === 0) return { tone: 'neutral', word: '0/0 ready' };
  const tone = have >= want ? 'ok' : have === 0 ? 'danger' : 'warning';
  return { tone, word: `${have}/${want} ready` };
}

function jobStatus(job: unknown): ObjectStatus {
  const conditions = conditionsOf(job).filter(({ status }) => status === 'True');
  const failed = conditions.find(({ type }) => type === 'Failed');
  if (failed !== undefined) return { tone: 'danger', word: failed.reason || 'Failed' };
  if (conditions.some(({ type }) => type === 'Complete')) return { tone: 'ok', word: 'Complete' };
  if (at(job, 'spec', 'suspend') === true) return { tone: 'warning', word: 'Suspended' };
  return { tone: 'progress', word: 'Running' };
}

function nodeStatus(node: unknown): ObjectStatus {
  const ready = conditionsOf(node).find(({ type }) => type === 'Ready');
  const word = ready?.status === 'True' ? 'Ready' : ready?.status === 'Unknown' ? 'Unknown' : 'NotReady';
  if (at(node, 'spec', 'unschedulable') !== true) return { tone: toneOf(word) ?? 'danger', word };
  return { tone: word === 'Ready' ? 'warning' : 'danger', word: `${word}, SchedulingDisabled` };
}

const TELLING = ['Ready', 'Available', 'Healthy', 'Established', 'Synced', 'Reconciled', 'Accepted', 'Programmed'];

/** A phase or state in words that are known, else the condition that sums up the others. */
function generic(object: unknown): ObjectStatus | undefined {
  const conditions = conditionsOf(object);
  for (const type of TELLING) {
    const found = conditions.find((condition) => condition.type === type);
    if (found === undefined) continue;
    const word = found.status === 'True' ? type : found.reason || `Not${type}`;
    return { tone: toneOfCondition(found), word };
  }
  const phase = textAt(object, 'status', 'phase') || textAt(object, 'status', 'state');
  return phase === '' ? undefined : { tone: toneOf(phase) ?? 'neutral', word: phase };
}
