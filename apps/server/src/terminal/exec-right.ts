import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';
import type { ContainerRef } from './exec-stream.ts';

/**
 * Whether somebody may run commands in a pod. The cluster itself asks for `get` when they come over a WebSocket, which
 * many roles for readers include without meaning it; here it is `create`, as for every other client.
 */
export function mayExec(rights: Rights, identity: Identity, cluster: string, target: ContainerRef): Promise<boolean> {
  return rights.allows(identity, {
    cluster,
    verb: 'create',
    group: '',
    resource: 'pods',
    subresource: 'exec',
    namespace: target.namespace,
    name: target.pod,
  });
}

/** @throws Refusal 403 LB5602 */
export async function requireExec(
  rights: Rights,
  identity: Identity,
  cluster: string,
  target: ContainerRef,
): Promise<void> {
  if (await mayExec(rights, identity, cluster, target)) return;
  const { namespace, pod } = target;
  throw new Refusal(403, 'LB5602', { user: identity.name, cluster, namespace, pod });
}
