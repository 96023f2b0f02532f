import { timestamp } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import type { ClusterFacts } from './cluster-inspection.ts';
import type { ClusterStatus, Condition } from './cluster-object.ts';
import type { ClusterHealth } from './cluster-registry.ts';

const SEVEN_DAYS = 7 * 24 * 3_600_000;

export interface Observation {
  health: ClusterHealth;
  /** Absent: not known at the moment. */
  facts?: ClusterFacts;
  /** When the credentials end; milliseconds of the epoch. */
  expires?: number;
  /** Why a kubeconfig that was written into the object was not taken; null: it was. Absent: none was written. */
  refused?: string | null;
  /** Name of the object that had the same cluster before. */
  duplicateOf?: string;
}

/** The status of a cluster after something was seen of it. What others keep in it stays. Pure. */
export function statusAfter(
  before: ClusterStatus,
  { health, facts, expires, refused, duplicateOf }: Observation,
  now: number,
): ClusterStatus {
  const conditions = [...(before.conditions ?? [])];
  const set = (condition: Condition) => put(conditions, condition, now);
  set({ type: 'Initialized', status: 'True', reason: 'Initialized' });
  set(readyCondition(health));
  if (expires !== undefined) set(expiryCondition(expires, now));
  else drop(conditions, 'KubeConfigCertExpiresInSevenDays');
  if (typeof refused === 'string') {
    set({ type: 'KubeconfigAccepted', status: 'False', reason: 'Refused', message: refused });
  } else if (refused === null) {
    set({ type: 'KubeconfigAccepted', status: 'True', reason: 'Accepted', message: '' });
  }
  if (duplicateOf === undefined) drop(conditions, 'Unique');
  else set({ type: 'Unique', status: 'False', reason: 'Duplicate', message: duplicateSentence(duplicateOf) });
  return {
    ...before,
    conditions,
    ...(facts && { kubernetesVersion: facts.version, uid: facts.uid }),
    ...(facts?.nodes !== undefined && { nodeCount: facts.nodes }),
  };
}

const duplicateSentence = (cluster: string) =>
  `${explain({ code: 'LB5132', params: { cluster } }, 'en').sentence} (LB5132)`;

const REASONS: Readonly<Record<ClusterHealth['state'], string>> = {
  ready: 'Ready',
  unknown: 'Unknown',
  unreachable: 'Unreachable',
  refused: 'Refused',
};

function readyCondition({ state, reason }: ClusterHealth): Condition {
  const status = state === 'ready' ? 'True' : state === 'unknown' ? 'Unknown' : 'False';
  return { type: 'Ready', status, reason: REASONS[state], message: reason ?? '' };
}

function expiryCondition(expires: number, now: number): Condition {
  const soon = expires - now < SEVEN_DAYS;
  const verb = expires <= now ? 'ended' : 'ends';
  return {
    type: 'KubeConfigCertExpiresInSevenDays',
    status: soon ? 'True' : 'False',
    reason: expires <= now ? 'Expired' : soon ? 'ExpiresSoon' : 'Valid',
    message: `The certificate in the kubeconfig ${verb} at ${timestamp(expires)}.${soon ? ' Renew the kubeconfig.' : ''}`,
  };
}

/** Times change with what they are about, so that what is as it was is not written again. */
function put(conditions: Condition[], condition: Condition, now: number): void {
  const at = conditions.findIndex(({ type }) => type === condition.type);
  const known = conditions[at];
  if (known?.status === condition.status && known.reason === condition.reason && known.message === condition.message)
    return;
  const lastUpdateTime = timestamp(now);
  const lastTransitionTime = known?.status === condition.status ? known.lastTransitionTime : lastUpdateTime;
  const made = { ...condition, lastUpdateTime, lastTransitionTime };
  if (at < 0) conditions.push(made);
  else conditions[at] = made;
}

function drop(conditions: Condition[], type: string): void {
  const at = conditions.findIndex((condition) => condition.type === type);
  if (at >= 0) conditions.splice(at, 1);
}
