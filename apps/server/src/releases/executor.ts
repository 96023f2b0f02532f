import type { KubeClient } from '@luban/kube/client';
import type { ReleaseTarget } from './releases.ts';

/** Who installs an extension. Names as of KubeSphere 4, so that either finds what the other made. */
export interface Executor {
  /** Name of the service account in the namespace of the release. */
  account: string;
  /** As which it acts. */
  user: string;
  /** Name of its role, cluster role and bindings. */
  rights: string;
}

export function executorOf({ extension, namespace }: Pick<ReleaseTarget, 'extension' | 'namespace'>): Executor {
  const account = `helm-executor.${extension}`;
  return {
    account,
    user: `system:serviceaccount:${namespace}:${account}`,
    rights: `kubesphere:${extension}:helm-executor`,
  };
}

/** Asks in the name of the executor; the cluster adds the groups of service accounts itself. */
export const executorClient = ({ cluster, ...target }: ReleaseTarget): KubeClient =>
  cluster.connection.client().withHeaders({ 'impersonate-user': executorOf(target).user });
