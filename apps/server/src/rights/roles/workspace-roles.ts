import { isDeepStrictEqual } from 'node:util';
import {
  isStatusError,
  type KubeObject,
  labelSelectorFromObject,
  matchesLabels,
  type OwnerReference,
} from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import {
  type AccessBinding,
  type AccessRole,
  type AccessScope,
  type BuiltinRole,
  IAM,
  isSeed,
  SCOPE_LABEL,
  SEED_LABEL,
  WORKSPACE_LABEL,
} from './access-objects.ts';

const MANAGER = { fieldManager: 'luban-access' };
const BINDINGS = { ...IAM, resource: 'workspacerolebindings' };

/** Roles that a workspace has to have: `<workspace>-<name>` of each blueprint. They end with the workspace. */
export function workspaceRoles(workspace: KubeObject, blueprints: readonly BuiltinRole[]): AccessRole[] {
  const { name } = workspace.metadata;
  return blueprintsFor('workspace', workspace, blueprints).map((role) => ({
    ...role,
    kind: 'WorkspaceRole',
    metadata: {
      name: `${name}-${role.metadata.name}`,
      annotations: role.metadata.annotations,
      labels: { ...role.metadata.labels, [WORKSPACE_LABEL]: name!, [SEED_LABEL]: 'access' },
      ownerReferences: [ownerOf(workspace)],
    },
  }));
}

/** Roles that a project has to have, named as the blueprints are. */
export function projectRoles(namespace: KubeObject, blueprints: readonly BuiltinRole[]): AccessRole[] {
  return blueprintsFor('namespace', namespace, blueprints).map((role) => ({
    ...role,
    kind: 'Role',
    metadata: {
      name: role.metadata.name!,
      namespace: namespace.metadata.name!,
      annotations: role.metadata.annotations,
      labels: { ...role.metadata.labels, [SEED_LABEL]: 'access' },
    },
  }));
}

/** The manager that a workspace names has its first role, as long as it names them. */
export async function managerBinding(
  client: KubeClient,
  workspace: KubeObject,
  bindings: ReadonlyMap<string, AccessBinding>,
): Promise<void> {
  const manager = managerOf(workspace);
  const name = `${workspace.metadata.name}-manager`;
  const present = bindings.get(name);
  if (present !== undefined && !isSeed(present)) return;
  if (manager === undefined) {
    if (present === undefined) return;
    await client.delete({ ...BINDINGS, name }).catch((error: unknown) => {
      if (!isStatusError(error, 'NotFound')) throw error;
    });
    return;
  }
  const subjects = [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: manager }];
  if (present !== undefined) {
    if (isDeepStrictEqual(present.subjects, subjects)) return;
    await client.patch({ ...BINDINGS, name }, 'merge', { subjects }, MANAGER);
    return;
  }
  const binding: AccessBinding = {
    apiVersion: `${IAM.group}/${IAM.version}`,
    kind: 'WorkspaceRoleBinding',
    metadata: {
      name,
      labels: { [WORKSPACE_LABEL]: workspace.metadata.name!, [SEED_LABEL]: 'access' },
      ownerReferences: [ownerOf(workspace)],
    },
    subjects,
    roleRef: { apiGroup: IAM.group, kind: 'WorkspaceRole', name: `${workspace.metadata.name}-admin` },
  };
  await client.create(BINDINGS, binding, MANAGER).catch((error: unknown) => {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  });
}

function blueprintsFor(scope: AccessScope, target: KubeObject, blueprints: readonly BuiltinRole[]): AccessRole[] {
  return blueprints.flatMap(({ metadata, role, targetSelector }) => {
    if (metadata.labels?.[SCOPE_LABEL] !== scope || typeof role?.metadata?.name !== 'string') return [];
    try {
      const fits = matchesLabels(labelSelectorFromObject(targetSelector), target.metadata.labels);
      return fits ? [{ ...role, apiVersion: `${IAM.group}/${IAM.version}` }] : [];
    } catch {
      // A selector that cannot be read fits nothing.
      return [];
    }
  });
}

function managerOf({ kind, spec }: KubeObject): string | undefined {
  const outer = spec as { manager?: unknown; template?: { spec?: { manager?: unknown } } } | undefined;
  const manager = kind === 'WorkspaceTemplate' ? outer?.template?.spec?.manager : outer?.manager;
  return typeof manager === 'string' && manager !== '' ? manager : undefined;
}

function ownerOf({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return { apiVersion, kind, name: metadata.name!, uid: metadata.uid! };
}
