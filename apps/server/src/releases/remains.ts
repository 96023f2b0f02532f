import { releaseSelector, renderedObjects } from '@luban/extension-package/helm';
import { apiVersionOf, isStatusError, type KubeObject } from '@luban/kube';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import { SECRETS } from '../clusters/cluster-credentials.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { type ApiKind, ApiKinds } from './api-kinds.ts';
import { executorOf } from './executor.ts';
import {
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  isMadeFor,
  NAMESPACES,
  ROLE_BINDINGS,
  ROLES,
  SERVICE_ACCOUNTS,
} from './executor-rights.ts';
import { countInstances } from './force-removal.ts';
import { type Inventory, keyOf } from './inventory.ts';
import { ACTION, RELEASE } from './jobs/job-objects.ts';
import { rolesNaming, templatesOf } from './naming-roles.ts';
import { getIfThere, inParallel, refsOf, resourceOf } from './object-refs.ts';
import { releaseRecords } from './release-state.ts';
import type { ObjectRef, ReleaseTarget, Remainder } from './releases.ts';

const POLICY = 'helm.sh/resource-policy';
const CLAIMS = { group: '', version: 'v1', resource: 'persistentvolumeclaims' } as const;
const PODS = { group: '', version: 'v1', resource: 'pods' } as const;
/** What only tells of other objects, or belongs to the catalogue: an extension that is not installed is still offered. */
const NOT_TOLD = /^(?:events|componentstatuses|leases|endpoints|endpointslices|replicasets|controllerrevisions)$/;
const CATALOGUE_GROUPS = new Set(['kubesphere.io', 'extensions.luban.dev', 'metrics.k8s.io']);

/** What the extension has brought to the cluster and is still there, less what a release of it has now. */
export async function findRemains(target: ReleaseTarget, inventory: Inventory | undefined): Promise<Remainder[]> {
  const { cluster } = target;
  const client = cluster.connection.client();
  const kinds = await ApiKinds.of(client);
  const inForce = await objectsInForce(target, inventory, kinds);
  const found = new Map<string, Remainder>();
  const add = (ref: ObjectRef, why: Remainder['why'], inUse?: number) => {
    const { apiVersion, kind, namespace, name } = ref;
    const key = keyOf(ref);
    if (inForce.has(key) || found.has(key)) return;
    const rest = { ...(namespace !== undefined && { namespace }), ...(inUse !== undefined && { inUse }) };
    found.set(key, { apiVersion, kind, name, cluster: cluster.name, why, ...rest });
  };
  // Rights and namespace serve all releases of the extension: they remain only after the last.
  const isLast = !(await hasRelease(target, inventory));
  if (isLast) for (const ref of await ownRights(target)) add(ref, 'rights');
  for (const object of await stillThere(target, inventory, kinds)) {
    const { kind, name, ref, hook, definition, isKept } = object;
    if (kind === 'CustomResourceDefinition') add(ref, 'definition', await countInstances(cluster, name, kinds));
    else add(ref, definition ? 'definition' : isKept ? 'kept' : hook && !holdsData(kind) ? 'hook' : whyOf(kind));
  }
  for (const ref of await claims(target, inventory)) add(ref, 'volume');
  for (const { ref, isKept } of await labelled(target, kinds)) {
    if (ref.kind === 'CustomResourceDefinition') add(ref, 'definition', await countInstances(cluster, ref.name, kinds));
    else add(ref, isKept ? 'kept' : whyOf(ref.kind));
  }
  for (const ref of await rolesNaming(client, kinds, templatesOf(inventory))) add(ref, 'role-template');
  if (isLast) {
    const namespace = await ownNamespace(target);
    if (namespace !== undefined) add(namespace.ref, 'namespace', namespace.pods);
  }
  return [...found.values()];
}

const holdsData = (kind: string) => kind === 'PersistentVolumeClaim' || kind === 'PersistentVolume';

function whyOf(kind: string): Remainder['why'] {
  if (holdsData(kind)) return 'volume';
  if (kind === 'RoleTemplate') return 'role-template';
  return 'other';
}

function releasesOf(
  { extension, cluster, namespace, name }: ReleaseTarget,
  inventory: Inventory | undefined,
): ReleaseTarget[] {
  const known = Object.entries(inventory?.releases ?? {}).map(([release, place]) => ({ release, ...place }));
  const likely = [extension, `${extension}-agent`, name].map((release) => ({ release, namespace }));
  const all = new Map([...known, ...likely].map((one) => [`${one.namespace}/${one.release}`, one]));
  return [...all.values()].map((one) => ({ extension, cluster, name: one.release, namespace: one.namespace }));
}

async function hasRelease(target: ReleaseTarget, inventory: Inventory | undefined): Promise<boolean> {
  const client = target.cluster.connection.client();
  for (const { name, namespace } of releasesOf(target, inventory)) {
    const { items } = await client.list(SECRETS, { namespace, labelSelector: releaseSelector(name), limit: 1 });
    if (items.length > 0) return true;
  }
  return false;
}

async function objectsInForce(
  target: ReleaseTarget,
  inventory: Inventory | undefined,
  kinds: ApiKinds,
): Promise<Set<string>> {
  const keys = new Set<string>();
  for (const release of releasesOf(target, inventory)) {
    const [newest] = await releaseRecords(release);
    const rendered = newest === undefined ? [] : [newest.manifest, ...newest.hooks].flatMap(renderedObjects);
    for (const ref of refsOf(rendered, { kinds, namespace: release.namespace })) keys.add(keyOf(ref));
    if (newest === undefined) continue;
    // Definitions stand in no manifest.
    for (const object of inventory?.objects ?? []) {
      if (object.release === release.name && object.definition !== undefined) keys.add(keyOf(object));
    }
  }
  return keys;
}

async function stillThere({ cluster }: ReleaseTarget, inventory: Inventory | undefined, kinds: ApiKinds) {
  const client = cluster.connection.client();
  const found = await inParallel(inventory?.objects ?? [], async (object) => {
    const ref = resourceOf(kinds, object);
    const live = ref && (await getIfThere<KubeObject>(client, ref));
    if (live === undefined) return [];
    return { ...object, ref: object, isKept: live.metadata.annotations?.[POLICY] === 'keep' };
  });
  return found.flat();
}

async function ownRights(target: ReleaseTarget): Promise<ObjectRef[]> {
  const { namespace, cluster, extension } = target;
  const client = cluster.connection.client();
  const { account, rights } = executorOf(target);
  const removal = `kubesphere:${extension}:helm-executor-removal`;
  const rbac = apiVersionOf(ROLES);
  const candidates = [
    { ref: { ...SERVICE_ACCOUNTS, namespace, name: account }, apiVersion: 'v1', kind: 'ServiceAccount' },
    ...[rights, removal].flatMap((name) => [
      { ref: { ...ROLE_BINDINGS, namespace, name }, apiVersion: rbac, kind: 'RoleBinding' },
      { ref: { ...ROLES, namespace, name }, apiVersion: rbac, kind: 'Role' },
      { ref: { ...CLUSTER_ROLE_BINDINGS, name }, apiVersion: rbac, kind: 'ClusterRoleBinding' },
      { ref: { ...CLUSTER_ROLES, name }, apiVersion: rbac, kind: 'ClusterRole' },
    ]),
  ];
  const found = await inParallel(candidates, async ({ ref, apiVersion, kind }): Promise<ObjectRef[]> => {
    if ((await getIfThere(client, ref)) === undefined) return [];
    return [{ apiVersion, kind, name: ref.name, ...('namespace' in ref && { namespace: ref.namespace }) }];
  });
  return found.flat();
}

/** Stateful sets leave the claims of their replicas, which bear no label of the extension's. */
async function claims({ cluster, namespace }: ReleaseTarget, inventory: Inventory | undefined): Promise<ObjectRef[]> {
  const client = cluster.connection.client();
  const namespaces = new Set([namespace, ...(inventory?.claims ?? []).map((claim) => claim.namespace)]);
  const lists = await Promise.all(
    [...namespaces].map(async (place) => {
      const { items } = await client.list<KubeObject>(CLAIMS, { namespace: place });
      return items.filter(({ metadata }) =>
        inventory?.claims.some(
          (claim) =>
            claim.namespace === place &&
            metadata.name?.startsWith(claim.prefix) &&
            /^\d+$/.test(metadata.name.slice(claim.prefix.length)),
        ),
      );
    }),
  );
  return lists.flat().map(({ metadata }) => {
    return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: metadata.namespace!, name: metadata.name! };
  });
}

interface Partial {
  items: { metadata: KubeObject['metadata'] }[];
}

async function labelled({ cluster, extension }: ReleaseTarget, kinds: ApiKinds) {
  const client = cluster.connection
    .client()
    .withHeaders({ accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json' });
  const isAsked = ({ resource, group, verbs }: ApiKind) =>
    verbs.includes('list') && verbs.includes('delete') && !NOT_TOLD.test(resource) && !CATALOGUE_GROUPS.has(group);
  const labelSelector = `${KUBESPHERE_LABELS.extension}=${extension}`;
  const lists = await inParallel(kinds.preferred().filter(isAsked), async (kind) => {
    try {
      const { items } = (await client.list(kind, { labelSelector, limit: 1_000 })) as unknown as Partial;
      return items
        .filter(isOwn)
        .map(({ metadata }) => ({ ref: refOf(kind, metadata), isKept: metadata.annotations?.[POLICY] === 'keep' }));
    } catch (error) {
      // An API that is registered and away tells nothing; the rest does.
      if (isStatusError(error)) return [];
      throw error;
    }
  });
  return lists.flat().filter(({ ref }) => !isTold(ref));
}

/** Told under other heads: the namespace, and the rights of the executor. */
const isTold = ({ kind, name }: ObjectRef) =>
  kind === 'Namespace' || /^(?:kubesphere:.*:helm-executor|helm-executor\.)/.test(name);

/** What a controller makes goes and comes with what it makes it for, and Jobs of helm go by themselves. */
const isOwn = ({ metadata }: { metadata: KubeObject['metadata'] }) =>
  metadata.namespace !== OWN_NAMESPACE &&
  metadata.annotations?.[ACTION] === undefined &&
  metadata.labels?.[RELEASE] === undefined &&
  !metadata.ownerReferences?.some(({ controller }) => controller);

const refOf = (kind: ApiKind, { namespace, name = '' }: KubeObject['metadata']): ObjectRef => ({
  apiVersion: apiVersionOf(kind),
  kind: kind.kind,
  ...(namespace !== undefined && { namespace }),
  name,
});

async function ownNamespace({ cluster, namespace, extension }: ReleaseTarget) {
  const client = cluster.connection.client();
  const found = await getIfThere<KubeObject>(client, { ...NAMESPACES, name: namespace });
  if (found === undefined || !isMadeFor(found, extension)) return undefined;
  const { items } = await client.list(PODS, { namespace });
  const pods = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).length;
  return { ref: { apiVersion: 'v1', kind: 'Namespace', name: namespace }, pods };
}
