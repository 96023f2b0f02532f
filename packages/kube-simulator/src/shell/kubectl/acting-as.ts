import { forbidden, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

const REVIEWS = { group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectaccessreviews' };

/**
 * The client of a kubeconfig that says in whose name it speaks (`as` and `as-groups` of its first user). Only JSON is
 * read; anything else leaves the client as it is.
 *
 * @throws StatusError Forbidden when the account may not speak in that name
 */
export async function actingAs(client: KubeClient, kubeconfig: string): Promise<KubeClient> {
  const { as, groups } = actingUser(kubeconfig);
  if (as === undefined) return client;
  await require(client, 'users', as);
  for (const group of groups) await require(client, 'groups', group);
  return client.withHeaders({ 'impersonate-user': as, 'impersonate-group': [...groups, 'system:authenticated'] });
}

async function require(client: KubeClient, resource: string, name: string): Promise<void> {
  const { status } = await client.create<KubeObject & { status?: { allowed?: boolean } }>(REVIEWS, {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    metadata: {},
    spec: { resourceAttributes: { verb: 'impersonate', resource, name } },
  });
  if (status?.allowed !== true) {
    throw forbidden({ group: '', resource }, name, `the account cannot impersonate resource "${resource}"`);
  }
}

function actingUser(text: string): { as?: string; groups: string[] } {
  try {
    const { users } = JSON.parse(text) as { users?: { user?: { as?: unknown; 'as-groups'?: unknown } }[] };
    const { as, 'as-groups': groups } = users?.[0]?.user ?? {};
    return {
      ...(typeof as === 'string' && as !== '' && { as }),
      groups: Array.isArray(groups) ? groups.filter((group): group is string => typeof group === 'string') : [],
    };
  } catch {
    return { groups: [] };
  }
}
