import type { KubeClient } from '@luban/kube/client';
import { createIfMissing, hasOwnRoles } from './controllers/seed-access.ts';
import { applyAccess } from './native/apply-access.ts';
import { nativeAccess } from './native/native-access.ts';
import { type AccessBinding, type AccessRole, IAM, SEED_LABEL } from './roles/access-objects.ts';
import { GLOBAL_ROLES, PLATFORM_ADMIN } from './roles/builtin-roles.ts';

/**
 * Sees to it that those who are bound to the role that may do everything have its rights when this resolves, before any
 * controller runs. As long as nobody is, `name` is.
 *
 * @param client of LuBan itself, for the host
 */
export async function ensureAdministrator(client: KubeClient, name: string): Promise<void> {
  if (await hasOwnRoles(client, true)) return;
  const { items } = await client.list<AccessBinding>(BINDINGS);
  let bindings = items.filter(({ roleRef }) => roleRef?.name === PLATFORM_ADMIN);
  if (bindings.length === 0) {
    bindings = [bindingOf(name)];
    await createIfMissing(client, BINDINGS, bindings[0]!);
  }
  const role = GLOBAL_ROLES.find(({ metadata }) => metadata.name === PLATFORM_ADMIN) as AccessRole;
  const platform = { ...NOTHING, globalRoles: [role], globalRoleBindings: bindings };
  const failures = await applyAccess(client, nativeAccess(platform, { ...NOTHING, isHost: true }), new Map());
  if (failures.length > 0) throw failures[0];
}

const BINDINGS = { ...IAM, resource: 'globalrolebindings' };

const NOTHING = {
  templates: [],
  globalRoles: [],
  globalRoleBindings: [],
  workspaceRoles: [],
  workspaceRoleBindings: [],
  workspaces: new Set<string>(),
  clusterRoles: [],
  clusterRoleBindings: [],
  roles: [],
  roleBindings: [],
  namespaces: [],
};

function bindingOf(name: string): AccessBinding {
  const labels = {
    [SEED_LABEL]: 'access',
    'iam.kubesphere.io/user-ref': name,
    'iam.kubesphere.io/role-ref': PLATFORM_ADMIN,
  };
  return {
    apiVersion: `${IAM.group}/${IAM.version}`,
    kind: 'GlobalRoleBinding',
    metadata: { name: 'first-administrator', labels },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }],
    roleRef: { apiGroup: IAM.group, kind: 'GlobalRole', name: PLATFORM_ADMIN },
  };
}
