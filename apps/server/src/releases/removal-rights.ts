import { type ReleaseRecord, renderedObjects } from '@luban/extension-package/helm';
import { isStatusError } from '@luban/kube';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import { OWN_LABELS } from '../kube/own-namespace.ts';
import { ApiKinds } from './api-kinds.ts';
import { executorOf } from './executor.ts';
import {
  CLUSTER_ROLE_BINDINGS,
  CLUSTER_ROLES,
  MANAGED,
  ROLE_BINDINGS,
  ROLES,
  SERVICE_ACCOUNTS,
} from './executor-rights.ts';
import type { Inventory } from './inventory.ts';
import { refsOf, resourceOf } from './object-refs.ts';
import type { ObjectRef, ReleaseTarget } from './releases.ts';

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/**
 * Lets the executor remove what it has applied, object by object, for as long as it does: packages often ask for no right to delete
 * what they create, and the rights themselves may be gone.
 */
export async function lendRemovalRights(
  target: ReleaseTarget,
  records: readonly ReleaseRecord[],
  inventory: Inventory | undefined,
): Promise<AsyncDisposable> {
  const { namespace, extension, name, cluster } = target;
  const client = cluster.connection.client();
  const kinds = await ApiKinds.of(client);
  const { account } = executorOf(target);
  const applied = refsOf(renderedObjects(records[0]?.manifest ?? ''), { kinds, namespace });
  const own = [
    ...applied,
    ...(inventory?.objects.filter(({ release, definition }) => release === name && !definition) ?? []),
  ];
  const rules = rulesFor(own, kinds, namespace);
  const labels = { ...OWN_LABELS, [KUBESPHERE_LABELS.extension]: extension, [MANAGED]: 'true' };
  const rights = `kubesphere:${extension}:helm-executor-removal`;
  const subjects = [{ kind: 'ServiceAccount', name: account, namespace }];
  const apiGroup = CLUSTER_ROLES.group;
  const lent = [
    { ref: SERVICE_ACCOUNTS, kind: 'ServiceAccount', name: account, namespace, rest: {}, stays: true },
    { ref: ROLES, kind: 'Role', name: rights, namespace, rest: { rules: rules.inNamespace } },
    {
      ref: ROLE_BINDINGS,
      kind: 'RoleBinding',
      name: rights,
      namespace,
      rest: { roleRef: { apiGroup, kind: 'Role', name: rights }, subjects },
    },
    { ref: CLUSTER_ROLES, kind: 'ClusterRole', name: rights, rest: { rules: rules.everywhere } },
    {
      ref: CLUSTER_ROLE_BINDINGS,
      kind: 'ClusterRoleBinding',
      name: rights,
      rest: { roleRef: { apiGroup, kind: 'ClusterRole', name: rights }, subjects },
    },
  ];
  const takeBack = async () => {
    for (const { ref, namespace: place, name: one, stays } of lent.toReversed()) {
      if (stays) continue;
      await client.delete({ ...ref, ...(place && { namespace: place }), name: one }).catch((error: unknown) => {
        if (!isStatusError(error) || error.code !== 404) throw error;
      });
    }
  };
  try {
    for (const { ref, kind, name: one, namespace: place, rest } of lent) {
      const at = { ...ref, ...(place && { namespace: place }) };
      const apiVersion = ref.group === '' ? 'v1' : `${ref.group}/${ref.version}`;
      const object = { apiVersion, kind, metadata: { name: one, ...(place && { namespace: place }), labels }, ...rest };
      try {
        await client.create(at, object);
      } catch (error) {
        if (!isStatusError(error, 'AlreadyExists')) throw error;
        if ('rules' in rest) await client.patch({ ...at, name: one }, 'merge', rest);
      }
    }
  } catch (error) {
    await takeBack();
    throw error;
  }
  return { [Symbol.asyncDispose]: takeBack };
}

function rulesFor(objects: readonly ObjectRef[], kinds: ApiKinds, namespace: string) {
  const names = { inNamespace: new Map<string, Rule>(), everywhere: new Map<string, Rule>() };
  for (const object of objects) {
    const ref = resourceOf(kinds, object);
    if (ref === undefined || (ref.namespace !== undefined && ref.namespace !== namespace)) continue;
    const rules = ref.namespace === undefined ? names.everywhere : names.inNamespace;
    const key = `${ref.resource}.${ref.group}`;
    const rule = rules.get(key) ?? {
      ...{ apiGroups: [ref.group], resources: [ref.resource], resourceNames: [], verbs: ['get', 'delete'] },
    };
    rules.set(key, { ...rule, resourceNames: [...new Set([...(rule.resourceNames ?? []), object.name])] });
  }
  // Where helm keeps its records.
  const records: Rule = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'update', 'delete'] };
  return { inNamespace: [records, ...names.inNamespace.values()], everywhere: [...names.everywhere.values()] };
}
