import { isStatusError, type KubeObject, type ObjectMeta } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';

export const SECRETS = { group: '', version: 'v1', resource: 'secrets' } as const;
/** On Secrets with the credentials of a cluster; the value is its name. */
export const CREDENTIALS_LABEL = 'luban.dev/cluster';
/** Uid of the `Cluster`, so that one that comes under the name of another does not get its credentials. */
const OWNER = 'luban.dev/cluster-uid';
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

export const isOf = (secret: SecretObject | undefined, { uid }: ObjectMeta) =>
  secret !== undefined && secret.metadata.annotations?.[OWNER] === uid;

/**
 * Keeps a kubeconfig in the Secret of the cluster, in place of the one that was there. It has no owner reference: when
 * the cluster goes, its credentials are needed once more, to tidy up there.
 *
 * @param client of LuBan itself, for the host
 */
export async function keepCredentials(
  client: KubeClient,
  { name: cluster = '', uid = '' }: ObjectMeta,
  kubeconfig: string,
): Promise<void> {
  const name = credentialsName(cluster);
  const ref = { ...SECRETS, namespace: OWN_NAMESPACE };
  const secret: SecretObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      ...{ name, namespace: OWN_NAMESPACE },
      labels: { ...OWN_LABELS, [CREDENTIALS_LABEL]: cluster },
      annotations: { [OWNER]: uid },
    },
    type: 'Opaque',
    data: { [KEY]: Buffer.from(kubeconfig).toString('base64') },
  };
  try {
    await client.create(ref, secret);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    const { labels, annotations } = secret.metadata;
    await client.patch({ ...ref, name }, 'merge', { metadata: { labels, annotations }, data: secret.data });
  }
}

export async function forgetCredentials(client: KubeClient, cluster: string): Promise<void> {
  try {
    await client.delete({ ...SECRETS, namespace: OWN_NAMESPACE, name: credentialsName(cluster) });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
