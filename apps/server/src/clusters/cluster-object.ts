import type { KubeObject } from '@luban/kube';

/** Source: KubeSphere 4, `cluster.kubesphere.io/v1alpha1`. */
export const CLUSTERS = { group: 'cluster.kubesphere.io', version: 'v1alpha1', resource: 'clusters' } as const;
export const HOST = 'host';
/** On the object of the host; the value is empty. */
export const HOST_LABEL = 'cluster-role.kubesphere.io/host';
/** Name for people. */
export const ALIAS = 'kubesphere.io/alias-name';

export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
}

export interface ClusterStatus {
  conditions?: Condition[];
  kubernetesVersion?: string;
  nodeCount?: number;
  /** Of the namespace kube-system. */
  uid?: string;
}

export interface ClusterObject extends KubeObject {
  spec?: {
    joinFederation?: boolean;
    provider?: string;
    connection?: {
      type?: string;
      kubernetesAPIEndpoint?: string;
      /** base64 */
      kubeconfig?: string;
    };
  };
  status?: ClusterStatus;
}

export const isHostObject = ({ metadata }: KubeObject) => Object.hasOwn(metadata.labels ?? {}, HOST_LABEL);

export const displayNameOf = ({ metadata }: KubeObject) => metadata.annotations?.[ALIAS] || metadata.name!;

export const connectionOf = (object: ClusterObject) => object.spec?.connection ?? {};

/** Names of clusters are parts of addresses and of DNS names. */
export const isClusterName = (name: string) => /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/.test(name);
