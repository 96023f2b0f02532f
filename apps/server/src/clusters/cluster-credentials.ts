import { isStatusError, type KubeObject, type OwnerReference } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';

export const SECRETS = { group: '', version: 'v1', resource: 'secrets' } as const;
/** On Secrets with the credentials of a cluster; the value is its name. */
export const CREDENTIALS_LABEL = 'luban.dev/cluster';
const KEY = 'kubeconfig';

export interface SecretObject extends KubeObject {
  type?: string;
  data?: Record<string, string>;
}

export const credentialsName = (cluster: string) => `cluster-${cluster}`;

/** The kubeconfig in the Secret, if there is one. */
export function kubeconfigIn(secret: SecretObject | undefined): string | undefined {
  const encoded = secret?.data?.[KEY];
  return encoded ? Buffer.from(encoded, 'base64').toString('utf8') : undefined;
}

/**
 * Keeps a kubeconfig in the Secret of the cluster, in place of the one that was there.
 *
 * @param client of LuBan itself, for the host
 * @param owner whose removal takes the Secret along
 */
export async function keepCredentials(
  client: KubeClient,
  cluster: string,
  kubeconfig: string,
  owner?: OwnerReference,
): Promise<void> {
  const name = credentialsName(cluster);
  const ref = { ...SECRETS, namespace: OWN_NAMESPACE };
  const secret: SecretObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: OWN_NAMESPACE,
      labels: { ...OWN_LABELS, [CREDENTIALS_LABEL]: cluster },
      ...(owner && { ownerReferences: [owner] }),
    },
    type: 'Opaque',
    data: { [KEY]: Buffer.from(kubeconfig).toString('base64') },
  };
  try {
    await client.create(ref, secret);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    await client.patch({ ...ref, name }, 'merge', {
      metadata: { labels: secret.metadata.labels, ...(owner && { ownerReferences: [owner] }) },
      data: secret.data,
    });
  }
}

export async function forgetCredentials(client: KubeClient, cluster: string): Promise<void> {
  try {
    await client.delete({ ...SECRETS, namespace: OWN_NAMESPACE, name: credentialsName(cluster) });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
