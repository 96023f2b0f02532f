import type { KubeObject } from '@luban/kube';
import type { ResourceKind } from '@luban/kube/client';
import type { PolicyRule, Subject } from '../roles/access-objects.ts';
import { type NativeSubject, nativeSubjects } from './native-subjects.ts';

/** On every native role and binding that is the product's own; the value says what it was made of. */
export const ACCESS_LABEL = 'luban.dev/access';

export type NativeKind = 'ClusterRole' | 'Role' | 'ClusterRoleBinding' | 'RoleBinding';

export interface NativeObject extends KubeObject {
  kind: NativeKind;
  rules?: PolicyRule[];
  subjects?: NativeSubject[];
  roleRef?: { apiGroup: string; kind: string; name: string };
}

const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;

export const NATIVE_RESOURCES: Readonly<Record<NativeKind, ResourceKind>> = {
  ClusterRole: { ...RBAC, resource: 'clusterroles' },
  Role: { ...RBAC, resource: 'roles' },
  ClusterRoleBinding: { ...RBAC, resource: 'clusterrolebindings' },
  RoleBinding: { ...RBAC, resource: 'rolebindings' },
};

/** What the source of a native object was, as the value of its label. */
export type Origin = 'global' | 'workspace' | 'cluster' | 'project';

export function nativeRole(origin: Origin, name: string, rules: PolicyRule[], namespace?: string): NativeObject {
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  return { ...frame(kind, origin, name, namespace), rules };
}

/** @param role name of a Role in the namespace when `kind` is `Role` */
export function nativeBinding(
  origin: Origin,
  name: string,
  {
    role,
    kind = 'ClusterRole',
    subjects,
  }: { role: string; kind?: 'ClusterRole' | 'Role'; subjects: readonly Subject[] },
  namespace?: string,
): NativeObject {
  return {
    ...frame(namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding', origin, name, namespace),
    roleRef: { apiGroup: RBAC.group, kind, name: role },
    subjects: nativeSubjects(subjects),
  };
}

export function nativeKey({ kind, metadata }: Pick<KubeObject, 'kind' | 'metadata'>): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

function frame(kind: NativeKind, origin: Origin, name: string, namespace?: string): NativeObject {
  return {
    apiVersion: `${RBAC.group}/${RBAC.version}`,
    kind,
    metadata: {
      name: `luban:${origin}:${name}`,
      ...(namespace !== undefined && { namespace }),
      labels: { [ACCESS_LABEL]: origin, 'app.kubernetes.io/managed-by': 'luban' },
    },
  };
}
