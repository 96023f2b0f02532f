import type { PackagePermissions, PolicyRule } from '@luban/extension-package';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceRef } from '@luban/kube/client';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import { OWN_LABELS } from '../kube/own-namespace.ts';
import { Refusal } from '../refusal.ts';
import { executorOf } from './executor.ts';
import type { ReleaseTarget } from './releases.ts';

const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;
export const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' } as const;
export const SERVICE_ACCOUNTS = { group: '', version: 'v1', resource: 'serviceaccounts' } as const;
export const ROLES = { ...RBAC, resource: 'roles' } as const;
export const ROLE_BINDINGS = { ...RBAC, resource: 'rolebindings' } as const;
export const CLUSTER_ROLES = { ...RBAC, resource: 'clusterroles' } as const;
export const CLUSTER_ROLE_BINDINGS = { ...RBAC, resource: 'clusterrolebindings' } as const;

/** On namespaces that were made for an extension: those that were there before are nobody's to remove. */
export const MADE_FOR = 'luban.dev/made-for';
const WORKSPACE = 'kubesphere.io/workspace';
export const MANAGED = 'kubesphere.io/managed';

/** What every installer may do in the namespace of its extension. Source: KubeSphere 4. */
const ALWAYS: PolicyRule = {
  verbs: ['*'],
  apiGroups: ['', 'apps', 'batch', 'policy', 'networking.k8s.io', 'autoscaling', 'metrics.k8s.io'],
  resources: ['*'],
  resourceNames: [],
  nonResourceURLs: [],
};

export interface Prepare {
  /** Milliseconds to wait for a namespace of that name to be gone. Default: 60,000. */
  patience?: number;
}

/**
 * Sees to the namespace, the service account and its rights, which are then exactly those that are asked for: rights of an
 * earlier version go.
 *
 * @throws Refusal 409 LB7518 when the namespace is being removed and does not go
 */
export async function prepareExecutor(target: ReleaseTarget, permissions: PackagePermissions, options: Prepare = {}) {
  const { extension, namespace, cluster } = target;
  const client = cluster.connection.client();
  const { account, rights } = executorOf(target);
  const mark = { [KUBESPHERE_LABELS.extension]: extension, [MANAGED]: 'true' };
  await ensureNamespace(client, target, mark, options.patience ?? 60_000);
  const labels = { ...OWN_LABELS, ...mark };
  const put = (ref: Omit<ResourceRef, 'name'>, kind: string, name: string, rest: Record<string, unknown> = {}) =>
    ensure(client, ref, {
      apiVersion: ref.group === '' ? 'v1' : 'rbac.authorization.k8s.io/v1',
      kind,
      metadata: { name, ...(ref.namespace !== undefined && { namespace: ref.namespace }), labels },
      ...rest,
    });
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const refTo = (kind: string) => ({ apiGroup: RBAC.group, kind, name: rights });
  await put({ ...SERVICE_ACCOUNTS, namespace }, 'ServiceAccount', account);
  await put({ ...ROLES, namespace }, 'Role', rights, { rules: [ALWAYS, ...permissions.role].map(ruleOf) });
  await put({ ...ROLE_BINDINGS, namespace }, 'RoleBinding', rights, { roleRef: refTo('Role'), subjects });
  await put(CLUSTER_ROLES, 'ClusterRole', rights, { rules: permissions.clusterRole.map(ruleOf) });
  await put(CLUSTER_ROLE_BINDINGS, 'ClusterRoleBinding', rights, { roleRef: refTo('ClusterRole'), subjects });
}

/** Whether a namespace is there for an extension alone: made for it by us, or by a KubeSphere before. */
export function isMadeFor({ metadata }: KubeObject, extension: string): boolean {
  const { labels = {}, annotations = {} } = metadata;
  const isManaged = labels[MANAGED] === 'true' && labels[KUBESPHERE_LABELS.extension] === extension;
  return annotations[MADE_FOR] === extension || isManaged;
}

async function ensureNamespace(
  client: KubeClient,
  { extension, namespace }: ReleaseTarget,
  labels: Record<string, string>,
  patience: number,
): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    const known = await client.get<KubeObject>({ ...NAMESPACES, name: namespace }).catch(ifMissing);
    if (known !== undefined && known.metadata.deletionTimestamp === undefined) return;
    if (known === undefined) {
      const metadata = {
        name: namespace,
        labels: { ...labels, [WORKSPACE]: 'system-workspace' },
        annotations: { [MADE_FOR]: extension },
      };
      const made = await client.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata }).catch(ifThere);
      if (made !== undefined) return;
    }
    if (performance.now() > deadline) throw new Refusal(409, 'LB7518', { namespace });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Makes an object, or changes it where it says something else. */
async function ensure(client: KubeClient, ref: Omit<ResourceRef, 'name'>, wanted: KubeObject): Promise<void> {
  const one = { ...ref, name: wanted.metadata.name! };
  if ((await client.create(ref, wanted).catch(ifThere)) !== undefined) return;
  const { metadata, apiVersion: _, kind: __, ...rest } = wanted;
  const { labels } = metadata;
  if (rest.roleRef !== undefined) {
    const known = await client.get<KubeObject & { roleRef?: { kind?: string; name?: string } }>(one);
    const [now, then] = [known.roleRef, rest.roleRef as { kind: string; name: string }];
    if (now?.kind !== then.kind || now.name !== then.name) {
      // What a binding binds to never changes.
      await client.delete(one);
      await client.create(ref, wanted);
      return;
    }
  }
  await client.patch(one, 'merge', { metadata: { labels }, ...rest });
}

export function ruleOf({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule) {
  return {
    verbs,
    ...(apiGroups.length > 0 && { apiGroups }),
    ...(resources.length > 0 && { resources }),
    ...(resourceNames.length > 0 && { resourceNames }),
    ...(nonResourceURLs.length > 0 && { nonResourceURLs }),
  };
}

function ifMissing(error: unknown): undefined {
  if (!isStatusError(error, 'NotFound')) throw error;
}

function ifThere(error: unknown): undefined {
  if (!isStatusError(error, 'AlreadyExists')) throw error;
}
