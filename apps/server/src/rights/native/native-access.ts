import type { KubeObject } from '@luban/kube';
import {
  type AccessBinding,
  type AccessRole,
  type AccessScope,
  type PolicyRule,
  type RoleTemplate,
  WORKSPACE_LABEL,
} from '../roles/access-objects.ts';
import { rulesOf } from '../roles/aggregate.ts';
import { type NativeObject, nativeBinding, nativeKey, nativeRole } from './native-object.ts';
import { nativeRules } from './native-rules.ts';
import { workspaceObjectRules } from './workspace-object-rules.ts';

/** What the host says about rights in all clusters. */
export interface PlatformAccess {
  templates: readonly RoleTemplate[];
  globalRoles: readonly AccessRole[];
  globalRoleBindings: readonly AccessBinding[];
  workspaceRoles: readonly AccessRole[];
  workspaceRoleBindings: readonly AccessBinding[];
  workspaces: ReadonlySet<string>;
}

/** What a cluster says about rights in itself. */
export interface ClusterAccess {
  isHost: boolean;
  clusterRoles: readonly AccessRole[];
  clusterRoleBindings: readonly AccessBinding[];
  roles: readonly AccessRole[];
  roleBindings: readonly AccessBinding[];
  /** Those of workspaces. */
  namespaces: readonly KubeObject[];
}

/** All native roles and bindings that a cluster has to have, by kind, namespace and name. Roles without use are left out. */
export function nativeAccess(platform: PlatformAccess, cluster: ClusterAccess): Map<string, NativeObject> {
  const objects = new Map<string, NativeObject>();
  const add = (...made: NativeObject[]) => {
    for (const object of made) objects.set(nativeKey(object), object);
  };
  const effective = (role: AccessRole, scope: AccessScope) => rulesOf(role, scope, platform.templates);

  for (const { role, binding } of bound(platform.globalRoles, platform.globalRoleBindings)) {
    add(...inWholeCluster('global', role, effective(role, 'global'), binding));
  }
  for (const { role, binding } of bound(cluster.clusterRoles, cluster.clusterRoleBindings)) {
    add(...inWholeCluster('cluster', role, effective(role, 'cluster'), binding));
  }
  for (const { role, binding } of bound(cluster.roles, cluster.roleBindings)) {
    const { name, namespace } = binding.metadata;
    const native = nativeRole(
      'project',
      role.metadata.name!,
      nativeRules(effective(role, 'namespace'), 'namespace'),
      namespace,
    );
    const subjects = binding.subjects ?? [];
    add(native, nativeBinding('project', name!, { role: native.metadata.name!, kind: 'Role', subjects }, namespace));
  }
  const namespacesOf = Map.groupBy(
    cluster.namespaces.filter(({ metadata }) => metadata.deletionTimestamp === undefined),
    workspaceOf,
  );
  for (const { role, binding } of bound(platform.workspaceRoles, platform.workspaceRoleBindings)) {
    const workspace = workspaceOf(role);
    const claimed = workspaceOf(binding);
    if (workspace === undefined || !platform.workspaces.has(workspace)) continue;
    if (claimed !== undefined && claimed !== workspace) continue;
    const rules = effective(role, 'workspace');
    add(...inNamespaces(role, rules, binding, namespacesOf.get(workspace) ?? []));
    if (cluster.isHost) add(...onWorkspace(workspace, role, rules, binding));
  }
  return objects;
}

function inWholeCluster(origin: 'global' | 'cluster', role: AccessRole, rules: PolicyRule[], binding: AccessBinding) {
  const native = nativeRole(origin, role.metadata.name!, nativeRules(rules, 'cluster'));
  const subjects = binding.subjects ?? [];
  return [native, nativeBinding(origin, binding.metadata.name!, { role: native.metadata.name!, subjects })];
}

function inNamespaces(
  role: AccessRole,
  rules: PolicyRule[],
  binding: AccessBinding,
  namespaces: readonly KubeObject[],
) {
  const within = nativeRules(rules, 'namespace').filter(({ apiGroups = [] }) =>
    apiGroups.some((group) => group !== 'tenant.kubesphere.io'),
  );
  if (namespaces.length === 0 || within.length === 0) return [];
  const native = nativeRole('workspace', role.metadata.name!, within);
  const subjects = binding.subjects ?? [];
  const granted = { role: native.metadata.name!, subjects };
  return [
    native,
    ...namespaces.map(({ metadata }) => nativeBinding('workspace', binding.metadata.name!, granted, metadata.name)),
  ];
}

function onWorkspace(workspace: string, role: AccessRole, rules: PolicyRule[], binding: AccessBinding) {
  const native = nativeRole('workspace', `${role.metadata.name}:self`, workspaceObjectRules(workspace, rules));
  const subjects = binding.subjects ?? [];
  const name = `${binding.metadata.name}:self`;
  return [native, nativeBinding('workspace', name, { role: native.metadata.name!, subjects })];
}

/** Bindings with the roles that they name, if those are there. Namespaced ones find those of their namespace. */
function bound(roles: readonly AccessRole[], bindings: readonly AccessBinding[]) {
  const key = (namespace: string | undefined, name: string | undefined) => `${namespace ?? ''}/${name}`;
  const byName = new Map(roles.map((role) => [key(role.metadata.namespace, role.metadata.name), role]));
  return bindings.flatMap((binding) => {
    const role = byName.get(key(binding.metadata.namespace, binding.roleRef?.name));
    const fits = role !== undefined && (binding.roleRef?.kind ?? role.kind) === role.kind;
    return fits ? [{ role, binding }] : [];
  });
}

function workspaceOf({ metadata }: KubeObject): string | undefined {
  return metadata.labels?.[WORKSPACE_LABEL];
}
