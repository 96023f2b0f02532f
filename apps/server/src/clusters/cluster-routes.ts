import { timestamp } from '@luban/kube';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AddressGuard } from '../addresses/address-guard.ts';
import { identityOf } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import { keepCredentials } from './cluster-credentials.ts';
import { type Inspection, inspectCluster } from './cluster-inspection.ts';
import { CLUSTERS, HOST, isClusterName, isHostObject } from './cluster-object.ts';
import { keepsClusters } from './given-clusters.ts';
import { type Kubeconfig, readKubeconfig } from './kubeconfig.ts';
import { LARGEST_KUBECONFIG } from './kubeconfig-document.ts';
import type { LiveClusters } from './live-clusters.ts';

export interface ClusterRoutesOptions {
  clusters: LiveClusters;
  addresses: AddressGuard;
  rights: Rights;
  /** Milliseconds that a cluster has for being looked at. Default: 10,000. */
  inspectsWithin?: number;
  /** Default: `Date.now`. */
  now?: () => number;
}

/** What is known of a cluster before it is imported. */
export interface Validation {
  kubernetesVersion: string;
  /** Absent: not for these credentials to see. */
  nodeCount?: number;
  uid: string;
  server: string;
  /** RFC 3339. Absent: the credentials have no certificate. */
  certificateExpires?: string;
}

const ROOT = '/kapis/cluster.kubesphere.io/v1alpha1/clusters';

/**
 * What the import of a cluster needs beside its object. Paths and the body of a Cluster: KubeSphere 4. A cluster is
 * imported by creating the object, as any other.
 */
export function registerClusterRoutes(app: FastifyInstance, options: ClusterRoutesOptions): void {
  const { clusters, addresses, rights, inspectsWithin, now = Date.now } = options;
  // A kubeconfig in base64, and what is around it.
  const route = { bodyLimit: 2 * LARGEST_KUBECONFIG };

  const inspected = async (request: FastifyRequest): Promise<Kubeconfig & { facts: Inspection }> => {
    const kubeconfig = readKubeconfig(kubeconfigOf(request.body));
    addresses.check(kubeconfig.endpoint.server);
    const { server } = kubeconfig.endpoint;
    if (kubeconfig.expires !== undefined && kubeconfig.expires <= now()) {
      const reason = `Their certificate ended at ${timestamp(kubeconfig.expires)}.`;
      throw new Refusal(400, 'LB5131', { server, reason });
    }
    const facts = await inspectCluster({ ...kubeconfig.endpoint, lookup: addresses.lookup }, inspectsWithin);
    return { ...kubeconfig, facts };
  };

  app.post(`${ROOT}/validation`, route, async (request): Promise<Validation> => {
    const right = { cluster: HOST, verb: 'create', group: CLUSTERS.group, resource: CLUSTERS.resource };
    await requireRight(rights, identityOf(request), right);
    const { name } = nameOf(request.body);
    if (name !== undefined && (!isClusterName(name) || name === HOST)) {
      throw new Refusal(400, 'LB5126', { name: name.slice(0, 100) });
    }
    const { facts, endpoint, expires } = await inspected(request);
    refuseTaken(facts, clusters);
    return {
      kubernetesVersion: facts.version,
      ...(facts.nodes !== undefined && { nodeCount: facts.nodes }),
      ...{ uid: facts.uid, server: endpoint.server },
      ...(expires !== undefined && { certificateExpires: timestamp(expires) }),
    };
  });

  app.put<{ Params: { cluster: string } }>(`${ROOT}/:cluster/kubeconfig`, route, async (request) => {
    const { cluster: name } = request.params;
    const right = { cluster: HOST, verb: 'update', group: CLUSTERS.group, resource: CLUSTERS.resource, name };
    await requireRight(rights, identityOf(request), right);
    const object = clusters.objects.get(name);
    if (object === undefined || isHostObject(object)) throw new Refusal(404, 'LB5100', { cluster: name.slice(0, 100) });
    const { facts, expires } = await inspected(request);
    const wanted = object.status?.uid;
    if (wanted !== undefined && wanted !== facts.uid) {
      throw new Refusal(409, 'LB5134', { cluster: name, found: facts.uid, wanted });
    }
    await keep(clusters, name, kubeconfigOf(request.body));
    return { ...(expires !== undefined && { certificateExpires: timestamp(expires) }) };
  });
}

/** Where a KubeSphere's controllers keep the objects, they look for the kubeconfig there. */
async function keep({ system, objects }: LiveClusters, name: string, kubeconfig: string): Promise<void> {
  if (await keepsClusters(system)) {
    await keepCredentials(system, objects.get(name)!.metadata, kubeconfig);
  } else {
    const encoded = Buffer.from(kubeconfig).toString('base64');
    await system.patch({ ...CLUSTERS, name }, 'merge', { spec: { connection: { kubeconfig: encoded } } });
  }
}

function refuseTaken({ uid, managedBy }: Inspection, { objects, hostUid }: LiveClusters): void {
  for (const { metadata, status } of objects.values()) {
    if (status?.uid === uid) throw new Refusal(400, 'LB5132', { cluster: metadata.name! });
  }
  const other = managedBy.find(({ host }) => host !== hostUid);
  if (other !== undefined) throw new Refusal(400, 'LB5133', { ...other });
}

function nameOf(body: unknown): { name?: string } {
  const name = member(member(body, 'metadata'), 'name');
  return typeof name === 'string' ? { name } : {};
}

/** Of a Cluster, in base64; at the top for whoever sends nothing else. */
function kubeconfigOf(body: unknown): string {
  const encoded = member(member(member(body, 'spec'), 'connection'), 'kubeconfig') ?? member(body, 'kubeconfig');
  if (typeof encoded !== 'string' || encoded === '') throw new Refusal(400, 'LB5125', { field: 'kubeconfig' });
  if (encoded.length > 2 * LARGEST_KUBECONFIG) throw new Refusal(400, 'LB5111', { limit: '256 kB' });
  return Buffer.from(encoded, 'base64').toString('utf8');
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
