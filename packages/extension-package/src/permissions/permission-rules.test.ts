import { expect, test } from 'vitest';
import type { PackagePermissions, PolicyRule } from './package-permissions.ts';
import { permissionRules, permissionsDigest } from './permission-rules.ts';
import { type Risk, riskOf } from './risk.ts';

const RBAC = 'rbac.authorization.k8s.io';

function rule(verbs: string, group: string, resources: string, rest: Partial<PolicyRule> = {}): PolicyRule {
  return {
    verbs: verbs.split(','),
    apiGroups: [group],
    resources: resources.split(','),
    resourceNames: [],
    nonResourceURLs: [],
    ...rest,
  };
}

function url(verb: string, ...nonResourceURLs: string[]): PolicyRule {
  return { verbs: [verb], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs };
}

test.each<[string, PolicyRule, Risk | undefined]>([
  ['everything', rule('*', '*', '*'), 'everything'],
  ['every URL', url('*', '*'), 'everything'],
  ['reading everything', rule('get,list', '*', '*'), 'secrets'],
  ['writing everything', rule('create', '*', '*'), 'escalation'],
  ['all of one group', rule('*', 'apps', '*'), 'wildcard'],
  ['all verbs of one kind', rule('*', 'apps', 'deployments'), 'wildcard'],
  ['all of the core group', rule('*', '', '*'), 'escalation'],
  ['escalate', rule('escalate', RBAC, 'clusterroles'), 'escalation'],
  ['bind', rule('bind', RBAC, 'roles'), 'escalation'],
  ['writing roles', rule('update', RBAC, 'roles'), 'escalation'],
  ['writing bindings', rule('create', RBAC, 'clusterrolebindings'), 'escalation'],
  ['reading roles', rule('get,list', RBAC, 'roles,clusterroles'), undefined],
  ['impersonation', rule('impersonate', '', 'users'), 'escalation'],
  ['impersonation of one', rule('impersonate', '', 'users', { resourceNames: ['a'] }), 'escalation'],
  ['tokens of accounts', rule('create', '', 'serviceaccounts/token'), 'escalation'],
  ['signing', rule('sign', 'certificates.k8s.io', 'signers'), 'escalation'],
  ['reading secrets', rule('get', '', 'secrets'), 'secrets'],
  ['listing secrets', rule('list', '', 'pods,secrets'), 'secrets'],
  ['one secret', rule('get', '', 'secrets', { resourceNames: ['own'] }), 'secrets'],
  ['secrets of another group', rule('get', 'vault.example', 'secrets'), undefined],
  ['exec', rule('create', '', 'pods/exec'), 'exec'],
  ['exec of all', rule('create', '', '*/exec'), 'exec'],
  ['attach', rule('get', '', 'pods/attach'), 'exec'],
  ['proxy to nodes', rule('get', '', 'nodes/proxy'), 'exec'],
  ['debugging', rule('patch', '', 'pods/ephemeralcontainers'), 'exec'],
  ['logs', rule('get', '', 'pods/log'), undefined],
  ['pods', rule('get,list,watch,create,delete', '', 'pods'), undefined],
  ['a URL', url('get', '/metrics'), undefined],
  ['a prefix of URLs', url('get', '/metrics/*'), 'wildcard'],
])('%s', (_, asked, risk) => {
  expect(riskOf(asked)).toBe(risk);
});

const permissions: PackagePermissions = {
  role: [rule('get', '', 'pods'), rule('*', '*', '*')],
  clusterRole: [rule('list,get,get', '', 'secrets,nodes'), rule('get', 'apps', 'deployments'), rule('*', '*', '*')],
};

test('rules are shown with the greatest risk first, the cluster before the namespace', () => {
  expect(permissionRules(permissions).map(({ scope, risk, resources }) => [scope, risk, ...resources])).toEqual([
    ['cluster', 'everything', '*'],
    ['namespace', 'everything', '*'],
    ['cluster', 'secrets', 'nodes', 'secrets'],
    ['cluster', undefined, 'deployments'],
    ['namespace', undefined, 'pods'],
  ]);
  expect(permissionRules(permissions)[2]?.verbs).toEqual(['get', 'list']);
});

test('the digest is of what is asked for, not of how', () => {
  const digest = permissionsDigest(permissions);
  expect(digest).toMatch(/^sha256:[\da-f]{64}$/);
  const { role, clusterRole } = permissions;
  const turned = {
    role: [...role].reverse(),
    clusterRole: [...clusterRole, rule('get,list', '', 'nodes,secrets,nodes')].reverse(),
  };
  expect(permissionsDigest(turned)).toBe(digest);
  expect(permissionsDigest({ role: clusterRole, clusterRole: role })).not.toBe(digest);
  expect(permissionsDigest({ role, clusterRole: clusterRole.slice(1) })).not.toBe(digest);
  expect(permissionsDigest({ role: [], clusterRole: [] })).toMatch(/^sha256:/);
});

test('words cannot be moved from one list to the next without notice', () => {
  const one = { role: [], clusterRole: [rule('get', 'a', 'b,c')] };
  const other = { role: [], clusterRole: [rule('get', 'a', 'b', { resourceNames: ['c'] })] };
  expect(permissionsDigest(one)).not.toBe(permissionsDigest(other));
});
