import { createHash } from 'node:crypto';
import type { PackagePermissions, PolicyRule } from './package-permissions.ts';
import { type Risk, riskOf } from './risk.ts';

/** A rule as a reviewer sees it. */
export interface PermissionRule extends PolicyRule {
  /** `namespace`: where the extension is installed. */
  scope: 'cluster' | 'namespace';
  /** What makes it worth a second look. */
  risk?: Risk;
}

/** All rules in one list, those with the greatest risk first. Lists inside are sorted and without repetition. */
export function permissionRules({ role, clusterRole }: PackagePermissions): PermissionRule[] {
  const rules = [
    ...clusterRole.map((rule) => describe(rule, 'cluster')),
    ...role.map((rule) => describe(rule, 'namespace')),
  ];
  const unique = new Map(rules.map((rule) => [textOf(rule), rule]));
  return [...unique.values()].sort((a, b) => rank(a) - rank(b));
}

/** `sha256:…` of what is asked for. The order of rules, and inside of them, is of no account. */
export function permissionsDigest(permissions: PackagePermissions): string {
  const lines = permissionRules(permissions).map(textOf).sort();
  return `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
}

function describe(rule: PolicyRule, scope: PermissionRule['scope']): PermissionRule {
  const sorted: PermissionRule = {
    scope,
    verbs: set(rule.verbs),
    apiGroups: set(rule.apiGroups),
    resources: set(rule.resources),
    resourceNames: set(rule.resourceNames),
    nonResourceURLs: set(rule.nonResourceURLs),
  };
  const risk = riskOf(sorted);
  return risk === undefined ? sorted : { ...sorted, risk };
}

function set(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function textOf({ scope, verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PermissionRule): string {
  return JSON.stringify([scope, verbs, apiGroups, resources, resourceNames, nonResourceURLs]);
}

const ORDER: readonly (Risk | undefined)[] = ['everything', 'escalation', 'secrets', 'exec', 'wildcard', undefined];

function rank({ risk, scope }: PermissionRule): number {
  return ORDER.indexOf(risk) * 2 + (scope === 'cluster' ? 0 : 1);
}
