import type { KubeObject } from '@luban/kube';
import type { PolicyRuleObject } from '../policy-rule.ts';
import { RBAC_GROUP, type Subject } from '../rbac-binding.ts';

/** A short notation for the default policy, whose lists are words between spaces. The core group is written `core`. */
export const READ = 'get list watch';
export const WRITE = 'create delete deletecollection patch update';
export const READ_WRITE = 'create delete deletecollection get list patch update watch';
export const EVENTS = rule('create patch update', 'core events.k8s.io', 'events');

export function rule(verbs: string, groups: string, resources: string, names?: string): PolicyRuleObject {
  return {
    apiGroups: words(groups).map((group) => (group === 'core' ? '' : group)),
    ...(names !== undefined && { resourceNames: words(names) }),
    resources: words(resources),
    verbs: words(verbs),
  };
}

export function pathRule(verbs: string, paths: string): PolicyRuleObject {
  return { nonResourceURLs: words(paths), verbs: words(verbs) };
}

export function clusterRole(
  name: string,
  rules: readonly PolicyRuleObject[],
  labels: Readonly<Record<string, string>> = {},
): KubeObject {
  return { ...shell('ClusterRole', name, undefined, labels), rules };
}

/** A role that gathers the rules of those which carry the label. */
export function aggregatingRole(name: string, from: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const clusterRoleSelectors = [{ matchLabels: { [from]: 'true' } }];
  return { ...shell('ClusterRole', name, undefined, labels), aggregationRule: { clusterRoleSelectors }, rules: [] };
}

export function role(namespace: string, name: string, rules: readonly PolicyRuleObject[]): KubeObject {
  return { ...shell('Role', name, namespace), rules };
}

/** Binds the ClusterRole of the same name. */
export function clusterBinding(name: string, subjects: readonly Subject[]): KubeObject {
  return { ...shell('ClusterRoleBinding', name), roleRef: roleRef('ClusterRole', name), ...subjectList(subjects) };
}

export function binding(namespace: string, name: string, role: string, subjects: readonly Subject[]): KubeObject {
  return { ...shell('RoleBinding', name, namespace), roleRef: roleRef('Role', role), ...subjectList(subjects) };
}

export const user = (name: string): Subject => ({ kind: 'User', name, namespace: '' });
export const group = (name: string): Subject => ({ kind: 'Group', name, namespace: '' });
export const serviceAccount = (name: string): Subject => ({ kind: 'ServiceAccount', name, namespace: 'kube-system' });

function shell(kind: string, name: string, namespace?: string, labels: Readonly<Record<string, string>> = {}) {
  return {
    apiVersion: `${RBAC_GROUP}/v1`,
    kind,
    metadata: {
      name,
      ...(namespace !== undefined && { namespace }),
      labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
      annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
    },
  };
}

function roleRef(kind: string, name: string): Record<string, string> {
  return { apiGroup: RBAC_GROUP, kind, name };
}

function subjectList(subjects: readonly Subject[]): { subjects?: Record<string, string>[] } {
  return subjects.length === 0 ? {} : { subjects: subjects.map(subject) };
}

function subject({ kind, name, namespace }: Subject): Record<string, string> {
  return kind === 'ServiceAccount' ? { kind, name, namespace } : { apiGroup: RBAC_GROUP, kind, name };
}

function words(text: string): string[] {
  return text.split(' ');
}
