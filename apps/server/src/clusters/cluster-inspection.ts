import { isStatusError, type KubeList, type KubeObject, StatusError } from '@luban/kube';
import { KubeClient } from '@luban/kube/client';
import { Refusal } from '../refusal.ts';
import { ClusterConnection } from './cluster-connection.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';
import { sentenceOf } from './connection-failure.ts';

/** What a cluster says of itself. */
export interface ClusterFacts {
  /** `v1.32.5` */
  version: string;
  /** Absent: LuBan may not list them. */
  nodes?: number;
  /** Of the namespace kube-system, which is as old as the cluster. */
  uid: string;
}

/** Which host a cluster belongs to, and where that is written. */
export interface ManagedBy {
  host: string;
  namespace: string;
  annotation: string;
}

/** On the namespace kube-system of a member: the uid of its host. */
export const HOST_ANNOTATION = 'luban.dev/host-cluster';
const MARKS = [
  { namespace: 'kube-system', annotation: HOST_ANNOTATION },
  // Source: KubeSphere 4.
  { namespace: 'kubesphere-system', annotation: 'cluster.kubesphere.io/host-cluster' },
];

export const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' } as const;
const NODES = { group: '', version: 'v1', resource: 'nodes' } as const;
const REVIEWS = { group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectaccessreviews' } as const;

/** @param client of LuBan itself, for the cluster */
export async function clusterFacts(client: KubeClient): Promise<ClusterFacts> {
  const [system, { gitVersion }, nodes] = await Promise.all([
    client.get<KubeObject>({ ...NAMESPACES, name: 'kube-system' }),
    client.json<{ gitVersion?: string }>('GET', '/version'),
    countNodes(client),
  ]);
  const { uid } = system.metadata;
  if (typeof uid !== 'string' || typeof gitVersion !== 'string') throw new NoKubernetes();
  return { version: gitVersion, uid, ...(nodes !== undefined && { nodes }) };
}

export async function managedBy(client: KubeClient): Promise<ManagedBy[]> {
  const found = await Promise.all(
    MARKS.map(async ({ namespace, annotation }) => {
      const object = await orAbsent(client.get<KubeObject>({ ...NAMESPACES, name: namespace }));
      const host = object?.metadata.annotations?.[annotation];
      return host ? [{ host, namespace, annotation }] : [];
    }),
  );
  return found.flat();
}

export interface Inspection extends ClusterFacts {
  managedBy: ManagedBy[];
}

/**
 * Asks a cluster that nothing is known of whether LuBan could work with it.
 *
 * @param within milliseconds for everything
 * @throws Refusal 400 LB5130 when it cannot be reached, LB5131 when the credentials do not suffice
 */
export async function inspectCluster(endpoint: ClusterEndpoint, within = 10_000): Promise<Inspection> {
  const { server } = endpoint;
  const signal = AbortSignal.timeout(within);
  await using connection = new ClusterConnection(endpoint, { connectsWithin: within });
  const transport = connection.transport();
  const client = new KubeClient((request) => transport({ ...request, signal }), { userAgent: 'luban' });
  try {
    const facts = await clusterFacts(client);
    if (!(await mayImpersonate(client))) {
      throw insufficient(server, 'They may not act in the name of others (`impersonate` users and groups).');
    }
    return { ...facts, managedBy: await managedBy(client) };
  } catch (error) {
    throw refusalOf(error, server, signal.aborted ? within : undefined);
  }
}

async function countNodes(client: KubeClient): Promise<number | undefined> {
  const page = await orAbsent(client.list<KubeObject>(NODES, { limit: 1 }) as Promise<KubeList>);
  return page && page.items.length + ((page.metadata as { remainingItemCount?: number }).remainingItemCount ?? 0);
}

async function mayImpersonate(client: KubeClient): Promise<boolean> {
  const allowed = await Promise.all(
    ['users', 'groups'].map(async (resource) => {
      const review = await client.create<KubeObject & { status?: { allowed?: boolean } }>(REVIEWS, {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        metadata: {},
        spec: { resourceAttributes: { verb: 'impersonate', group: '', resource } },
      });
      return review.status?.allowed === true;
    }),
  );
  return allowed.every(Boolean);
}

/** What is not there, or not for us to see, is no failure. */
async function orAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isStatusError(error, 'NotFound') || isStatusError(error, 'Forbidden')) return undefined;
    throw error;
  }
}

/** Something answered, and not as a Kubernetes API would. */
class NoKubernetes extends Error {
  override name = 'NoKubernetes';
}

function refusalOf(error: unknown, server: string, timedOutAfter: number | undefined): unknown {
  if (error instanceof Refusal) return error;
  const unreachable = (reason: string) => new Refusal(400, 'LB5130', { server, reason }, { cause: error });
  if (error instanceof StatusError) {
    if (error.code === 401) return insufficient(server, 'It answers 401.', error);
    if (error.code === 403) return insufficient(server, `It answers 403: ${error.message.slice(0, 300)}`, error);
    return unreachable(`It answers ${error.code}, as no Kubernetes API would.`);
  }
  if (timedOutAfter !== undefined) return unreachable(`It did not answer within ${timedOutAfter / 1_000} s.`);
  if (error instanceof NoKubernetes || error instanceof SyntaxError || error instanceof TypeError) {
    return unreachable('What answers there is no Kubernetes API.');
  }
  return unreachable(sentenceOf(error));
}

const insufficient = (server: string, reason: string, cause?: unknown) =>
  new Refusal(400, 'LB5131', { server, reason }, { cause });
