import type { ExtensionContext } from '@luban/sdk';

const OBJECTS = '/apis/cluster.kubesphere.io/v1alpha1/clusters';
const ACTIONS = '/kapis/cluster.kubesphere.io/v1alpha1/clusters';

type Fetch = ExtensionContext['fetch'];

/** What the gateway found behind a kubeconfig. */
export interface ClusterFacts {
  kubernetesVersion: string;
  /** Absent: not for these credentials to see. */
  nodeCount?: number;
  /** Of the namespace kube-system: tells clusters apart, whatever they are called. */
  uid: string;
  server: string;
  /** RFC 3339; absent when the credentials hold no certificate. */
  certificateExpires?: string;
}

export interface NewCluster {
  name: string;
  /** For people; empty: as its name. */
  title: string;
  kubeconfig: string;
}

/** A refusal with the number that explains it. */
export class ClusterError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ClusterError';
    this.code = code;
  }
}

/** Looks at the cluster behind a kubeconfig and changes nothing. Rejects with a `ClusterError`. */
export async function validateCluster(fetch: Fetch, cluster: NewCluster): Promise<ClusterFacts> {
  return (await send(fetch, 'POST', `${ACTIONS}/validation`, objectOf(cluster))) as ClusterFacts;
}

export async function importCluster(fetch: Fetch, cluster: NewCluster): Promise<void> {
  await send(fetch, 'POST', OBJECTS, objectOf(cluster));
}

/** Takes another kubeconfig for the same cluster. */
export async function renewKubeconfig(fetch: Fetch, name: string, kubeconfig: string): Promise<void> {
  await send(fetch, 'PUT', `${ACTIONS}/${encodeURIComponent(name)}/kubeconfig`, { kubeconfig: encode(kubeconfig) });
}

/** Ends the console's access to a cluster. Nothing in the cluster itself changes. */
export async function removeCluster(fetch: Fetch, name: string, uid: string): Promise<void> {
  await send(fetch, 'DELETE', `${OBJECTS}/${encodeURIComponent(name)}`, {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    preconditions: { uid },
  });
}

function objectOf({ name, title, kubeconfig }: NewCluster) {
  return {
    apiVersion: 'cluster.kubesphere.io/v1alpha1',
    kind: 'Cluster',
    metadata: { name, ...(title !== '' && { annotations: { 'kubesphere.io/alias-name': title } }) },
    spec: { joinFederation: true, connection: { type: 'direct', kubeconfig: encode(kubeconfig) } },
  };
}

async function send(fetch: Fetch, method: string, path: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(path, { method, headers, body: JSON.stringify(body) });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  throw errorOf(answer, response);
}

/** The number stands at the end of a Status' message. */
function errorOf(answer: unknown, { status, statusText }: Response): ClusterError {
  const { message, reason } = (answer ?? {}) as { message?: unknown; reason?: unknown };
  const text = typeof message === 'string' && message !== '' ? message : statusText;
  const match = /^(.*?)\s*\((LB\d{4})\)$/s.exec(text);
  if (match?.[1] !== undefined && match[2] !== undefined) return new ClusterError(match[2], match[1]);
  return new ClusterError(typeof reason === 'string' ? reason : `HTTP ${status}`, text);
}

function encode(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
