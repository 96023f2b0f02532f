import type { PolicyRule } from './package-permissions.ts';

/**
 * What a rule makes possible beyond its words. `everything`: all of the cluster or namespace. `escalation`: rights that it
 * does not have. `secrets`: other people's credentials. `exec`: other people's containers. `wildcard`: what is not named.
 */
export type Risk = 'everything' | 'escalation' | 'secrets' | 'exec' | 'wildcard';

const RBAC = 'rbac.authorization.k8s.io';
const WRITING = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const READING = ['get', 'list', 'watch'];

/** @returns the greatest risk; undefined when there is none to speak of */
export function riskOf(rule: PolicyRule): Risk | undefined {
  const asks = (verbs: readonly string[], group: string, ...resources: string[]) =>
    verbs.some((verb) => has(rule.verbs, verb)) &&
    has(rule.apiGroups, group) &&
    resources.some((resource) => hasResource(rule, resource));

  const every = rule.verbs.includes('*') && rule.resourceNames.length === 0;
  if (every && rule.apiGroups.includes('*') && rule.resources.includes('*')) return 'everything';
  if (every && rule.nonResourceURLs.some((url) => url === '*' || url === '/*')) return 'everything';
  if (
    asks(['escalate', 'bind', ...WRITING], RBAC, 'roles', 'clusterroles', 'rolebindings', 'clusterrolebindings') ||
    asks(['impersonate'], '', 'users', 'groups', 'serviceaccounts') ||
    asks(['impersonate'], 'authentication.k8s.io', 'userextras', 'uids') ||
    asks(['create'], '', 'serviceaccounts/token') ||
    asks(['approve', 'sign'], 'certificates.k8s.io', 'signers')
  ) {
    return 'escalation';
  }
  if (asks([...READING, ...WRITING], '', 'secrets')) return 'secrets';
  if (
    asks(['create', 'get'], '', 'pods/exec', 'pods/attach', 'pods/portforward', 'nodes/proxy', 'pods/proxy') ||
    asks(['update', 'patch'], '', 'pods/ephemeralcontainers')
  ) {
    return 'exec';
  }
  const lists = [rule.verbs, rule.apiGroups, rule.resources];
  if (lists.some((names) => names.includes('*')) || rule.nonResourceURLs.some((url) => url.endsWith('*'))) {
    return 'wildcard';
  }
  return undefined;
}

function has(names: readonly string[], name: string): boolean {
  return names.includes('*') || names.includes(name);
}

/** `*` stands for all resources and sub-resources, and `*` with `/exec` behind it for that one of all. Source: Kubernetes RBAC. */
function hasResource({ resources }: PolicyRule, resource: string): boolean {
  const [, sub] = resource.split('/');
  return has(resources, resource) || (sub !== undefined && resources.includes(`*/${sub}`));
}
