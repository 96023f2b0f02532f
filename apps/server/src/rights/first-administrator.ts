import type { KubeClient } from '@luban/kube/client';
import { createIfMissing, hasOwnRoles } from './controllers/seed-access.ts';
import { applyAccess } from './native/apply-access.ts';
import { nativeAccess } from './native/native-access.ts';
import { type AccessBinding, type AccessRole, IAM, SEED_LABEL } from './roles/access-objects.ts';
import { GLOBAL_ROLES, PLATFORM_ADMIN } from './roles/builtin-roles.ts';

/**
 * Sees to it that somebody may do everything: as long as nobody is bound to that role, `name` is. The rights are there
 * when it resolves, before any controller runs.
 *
 * @param client of LuBan itself, for the host
 */
export async function ensureFirstAdministrator(client: KubeClient, name: string): Promise<void> {
  const bindings = { ...IAM, resource: 'globalrolebindings' };
  const { items } = await client.list<AccessBinding>(bindings);
  if (items.some(({ roleRef }) => roleRef?.name === PLATFORM_ADMIN)) return;
  if (await hasOwnRoles(client, true)) return;
  const role = GLOBAL_ROLES.find(({ metadata }) => metadata.name === PLATFORM_ADMIN) as AccessRole;
  const binding: AccessBinding = {
    apiVersion: `${IAM.group}/${IAM.version}`,
    kind: 'GlobalRoleBinding',
    metadata: {
      name: 'first-administrator',
      labels: {
        [SEED_LABEL]: 'access',
        'iam.kubesphere.io/user-ref': name,
        'iam.kubesphere.io/role-ref': PLATFORM_ADMIN,
      },
    },
    subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }],
    roleRef: { apiGroup: IAM.group, kind: 'GlobalRole', name: PLATFORM_ADMIN },
  };
  await createIfMissing(client, bindings, binding);
  const none = { roles: [], roleBindings: [], clusterRoles: [], clusterRoleBindings: [], namespaces: [] };
  const wanted = nativeAccess(
    {
      templates: [],
      globalRoles: [role],
      globalRoleBindings: [binding],
      workspaceRoles: [],
      workspaceRoleBindings: [],
      workspaces: new Set(),
    },
    { isHost: true, ...none },
  );
  const failures = await applyAccess(client, wanted, new Map());
  if (failures.length > 0) throw failures[0];
}
