import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';

/** Namespace of the host cluster that holds what is the product's own: credentials, sessions, leases, settings. */
export const OWN_NAMESPACE = 'luban-system';

/** What the server makes while it runs bears this, so that an uninstallation finds it. */
export const OWN_LABELS = { 'app.kubernetes.io/managed-by': 'luban' } as const;

/** @param client of LuBan itself, for the host cluster */
export async function ensureOwnNamespace(client: KubeClient): Promise<void> {
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
  try {
    await client.get({ ...namespaces, name: OWN_NAMESPACE });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
    const metadata = { name: OWN_NAMESPACE, labels: { 'kubesphere.io/managed': 'true' } };
    await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata }).catch((failure: unknown) => {
      // Another replica was faster.
      if (!isStatusError(failure, 'AlreadyExists')) throw failure;
    });
  }
}
