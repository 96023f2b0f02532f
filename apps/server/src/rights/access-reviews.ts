import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { Action, Rights } from './rights.ts';

const REVIEWS = { group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectaccessreviews' } as const;

/**
 * Asks a cluster about one thing (SelfSubjectAccessReview).
 *
 * @param client speaks in the name of the person
 */
export async function askAccess(client: KubeClient, action: Action): Promise<boolean> {
  const review = await client.create<KubeObject & { status?: { allowed?: boolean } }>(REVIEWS, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec: specOf(action),
  });
  return review.status?.allowed === true;
}

function specOf(action: Action) {
  const { cluster: _, ...rest } = action;
  return 'path' in rest ? { nonResourceAttributes: rest } : { resourceAttributes: rest };
}

/** @throws Refusal 403 that says what is missing */
export async function requireRight(rights: Rights, identity: Identity, action: Action): Promise<void> {
  if (await rights.allows(identity, action)) return;
  const what = 'path' in action ? action.path : [action.resource, action.group].filter(Boolean).join('.');
  throw new Refusal(403, 'LB5300', { user: identity.name, verb: action.verb, resource: what, cluster: action.cluster });
}
