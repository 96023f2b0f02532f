import { type KubeObject, microTimestamp } from '@luban/kube';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';

/** Source: coordination.k8s.io/v1. */
export interface Lease extends KubeObject {
  spec?: {
    holderIdentity?: string | null;
    leaseDurationSeconds?: number | null;
    acquireTime?: string | null;
    renewTime?: string | null;
    leaseTransitions?: number | null;
  };
}

export const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: OWN_NAMESPACE };

/** Tells two runs of the same replica apart, should both live after all. */
export const RUN_ANNOTATION = 'luban.dev/run';

export interface Claim {
  identity: string;
  run: string;
  /** Seconds. */
  duration: number;
  /** Milliseconds of the epoch, for people; nobody decides by it. */
  now: number;
}

/** A lease in somebody's name. @param before what it was; its version goes along, so that a change in between refuses it */
export function claimed(name: string, { identity, run, duration, now }: Claim, before?: Lease): Lease {
  const time = microTimestamp(now);
  const goesOn = before?.spec?.holderIdentity === identity;
  const transitions = before?.spec?.leaseTransitions ?? 0;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      ...(before?.metadata ?? { name, namespace: OWN_NAMESPACE, labels: OWN_LABELS }),
      annotations: { ...before?.metadata.annotations, [RUN_ANNOTATION]: run },
    },
    spec: {
      holderIdentity: identity,
      leaseDurationSeconds: duration,
      acquireTime: goesOn ? (before.spec?.acquireTime ?? time) : time,
      renewTime: time,
      leaseTransitions: goesOn || before === undefined ? transitions : transitions + 1,
    },
  };
}

/** The lease without a holder, so that the next one need not wait. */
export function released(before: Lease, now: number): Lease {
  const time = microTimestamp(now);
  return {
    ...before,
    spec: { ...before.spec, holderIdentity: '', leaseDurationSeconds: 1, acquireTime: time, renewTime: time },
  };
}
