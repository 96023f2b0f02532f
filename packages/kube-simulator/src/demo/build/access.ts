import type { KubeObject } from '@luban/kube';

const GROUP = 'rbac.authorization.k8s.io';

export interface Rule {
  /** Default: the core group. */
  groups?: string[];
  resources: string[];
  verbs: string[];
  names?: string[];
}

export type Subject = { user: string } | { group: string } | { account: string; namespace: string };

export const READ = ['get', 'list', 'watch'];
export const WRITE = ['create', 'update', 'patch', 'delete'];

export function serviceAccount(name: string, more: object = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name }, ...more };
}

export function role(name: string, rules: Rule[]): KubeObject {
  return { apiVersion: `${GROUP}/v1`, kind: 'Role', metadata: { name }, rules: rules.map(ruleOf) };
}

export function clusterRole(name: string, rules: Rule[], labels?: Record<string, string>): KubeObject {
  return { apiVersion: `${GROUP}/v1`, kind: 'ClusterRole', metadata: { name, labels }, rules: rules.map(ruleOf) };
}

/** @param to `Role/name` or `ClusterRole/name` */
export function roleBinding(name: string, to: `${'Role' | 'ClusterRole'}/${string}`, subjects: Subject[]): KubeObject {
  return binding('RoleBinding', name, to, subjects);
}

export function clusterRoleBinding(name: string, to: string, subjects: Subject[]): KubeObject {
  return binding('ClusterRoleBinding', name, `ClusterRole/${to}`, subjects);
}

function binding(kind: string, name: string, to: string, subjects: Subject[]): KubeObject {
  const [roleKind, roleName] = to.split('/');
  return {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata: { name },
    roleRef: { apiGroup: GROUP, kind: roleKind, name: roleName },
    subjects: subjects.map(subjectOf),
  };
}

function ruleOf({ groups = [''], resources, verbs, names }: Rule): object {
  return { apiGroups: groups, resources, verbs, ...(names !== undefined && { resourceNames: names }) };
}

function subjectOf(subject: Subject): object {
  if ('user' in subject) return { kind: 'User', apiGroup: GROUP, name: subject.user };
  if ('group' in subject) return { kind: 'Group', apiGroup: GROUP, name: subject.group };
  return { kind: 'ServiceAccount', name: subject.account, namespace: subject.namespace };
}
