import type { ExtensionContext } from '@luban/sdk';
import { collectionPath } from '../api-path.ts';
import { at, listAt, textAt } from '../json.ts';
import type { Kind } from '../kinds/kind.ts';
import { KubeRequestError, kubeJson } from '../kube-request.ts';

export interface OwnedObject {
  readonly kind: Kind;
  readonly uid: string;
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly created: string;
}

/** Kinds that controllers make for other objects. */
const MADE = new Set([
  '/pods',
  '/services',
  '/configmaps',
  '/secrets',
  '/persistentvolumeclaims',
  '/endpoints',
  'apps/replicasets',
  'apps/deployments',
  'apps/statefulsets',
  'apps/daemonsets',
  'apps/controllerrevisions',
  'batch/jobs',
  'batch/cronjobs',
  'discovery.k8s.io/endpointslices',
  'networking.k8s.io/ingresses',
  'policy/poddisruptionbudgets',
  'autoscaling/horizontalpodautoscalers',
  'rbac.authorization.k8s.io/roles',
  'rbac.authorization.k8s.io/rolebindings',
]);

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const AT_ONCE = 4;
/** Of one kind; an owner of more is better seen in their list. */
const MOST = 500;

/** Which kinds to look through for what an object of a kind owns: those that controllers make, and its own group's. */
export function ownedKinds(kinds: readonly Kind[], owner: Pick<Kind, 'group' | 'namespaced'>): Kind[] {
  const isOwnGroup = (kind: Kind) =>
    kind.group === owner.group && kind.group.includes('.') && !/\.k8s\.io$/.test(kind.group);
  return kinds.filter(
    (kind) => kind.namespaced === owner.namespaced && (MADE.has(`${kind.group}/${kind.resource}`) || isOwnGroup(kind)),
  );
}

/**
 * Everything of the given kinds whose owner is the object of that uid. Only metadata is asked for. What the person may
 * not list is left out.
 */
export async function ownedObjects(
  fetch: ExtensionContext['fetch'],
  {
    cluster,
    namespace,
    uid,
    kinds,
    signal,
  }: { cluster: string; namespace: string | undefined; uid: string; kinds: readonly Kind[]; signal: AbortSignal },
): Promise<OwnedObject[]> {
  const found: OwnedObject[] = [];
  const queue = [...kinds];
  const worker = async () => {
    for (let kind = queue.shift(); kind !== undefined; kind = queue.shift()) {
      found.push(...(await ownedOfKind(fetch, { cluster, namespace, uid, kind, signal })));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return found.sort((a, b) => a.kind.kind.localeCompare(b.kind.kind) || a.name.localeCompare(b.name));
}

async function ownedOfKind(
  fetch: ExtensionContext['fetch'],
  {
    cluster,
    namespace,
    uid,
    kind,
    signal,
  }: { cluster: string; namespace: string | undefined; uid: string; kind: Kind; signal: AbortSignal },
): Promise<OwnedObject[]> {
  const { group, version, resource } = kind;
  const path = `${collectionPath({ cluster, group, version, resource, namespace })}?limit=${MOST}`;
  try {
    const list = await kubeJson(fetch, path, { headers: { accept: METADATA }, signal });
    return listAt(list, 'items')
      .filter((item) => listAt(item, 'metadata', 'ownerReferences').some((owner) => at(owner, 'uid') === uid))
      .map((item) => ({
        kind,
        uid: textAt(item, 'metadata', 'uid'),
        name: textAt(item, 'metadata', 'name'),
        namespace: textAt(item, 'metadata', 'namespace') || undefined,
        created: textAt(item, 'metadata', 'creationTimestamp'),
      }));
  } catch (error) {
    if (error instanceof KubeRequestError && error.status < 500) return [];
    throw error;
  }
}
