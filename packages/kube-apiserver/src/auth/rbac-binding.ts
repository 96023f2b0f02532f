import type { KubeObject } from '@luban/kube';
import { isObject } from '../json/json-value.ts';
import type { UserInfo } from './user.ts';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';
export const ROLES = `roles.${RBAC_GROUP}`;
export const CLUSTER_ROLES = `clusterroles.${RBAC_GROUP}`;
export const ROLE_BINDINGS = `rolebindings.${RBAC_GROUP}`;
export const CLUSTER_ROLE_BINDINGS = `clusterrolebindings.${RBAC_GROUP}`;

export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of service accounts alone. */
  readonly namespace: string;
}

export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

/** What a RoleBinding or ClusterRoleBinding says. */
export interface Binding {
  readonly name: string;
  /** Empty for a ClusterRoleBinding. */
  readonly namespace: string;
  readonly roleRef: RoleRef;
  readonly subjects: readonly Subject[];
}

/** Reads a binding. Subjects of an unknown kind stand for nobody. */
export function readBinding(object: KubeObject): Binding {
  const namespace = object.kind === 'ClusterRoleBinding' ? '' : (object.metadata.namespace ?? '');
  const subjects = Array.isArray(object.subjects) ? object.subjects : [];
  return {
    name: object.metadata.name ?? '',
    namespace,
    roleRef: readRoleRef(object),
    subjects: subjects.flatMap((subject: unknown) => readSubject(subject, namespace)),
  };
}

export function readRoleRef(object: KubeObject): RoleRef {
  const ref = isObject(object.roleRef) ? object.roleRef : {};
  return { apiGroup: text(ref.apiGroup), kind: text(ref.kind), name: text(ref.name) };
}

/** The key under which bindings to the subject are found, or undefined for one that can be nobody. */
export function subjectKey(subject: Subject): string | undefined {
  if (subject.kind === 'Group') return `group ${subject.name}`;
  if (subject.kind === 'User') return `user ${subject.name}`;
  return subject.namespace === '' ? undefined : `user system:serviceaccount:${subject.namespace}:${subject.name}`;
}

/** The keys of all subjects that the user is. */
export function keysOf(user: UserInfo): string[] {
  return [`user ${user.username}`, ...user.groups.map((group) => `group ${group}`)];
}

function readSubject(subject: unknown, bindingNamespace: string): Subject[] {
  if (!isObject(subject)) return [];
  const { kind } = subject;
  if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') return [];
  const namespace = kind === 'ServiceAccount' ? text(subject.namespace) || bindingNamespace : '';
  return [{ kind, name: text(subject.name), namespace }];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
