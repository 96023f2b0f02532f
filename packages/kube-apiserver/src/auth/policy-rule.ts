import { isObject } from '../json/json-value.ts';
import type { PathAttributes, ResourceAttributes } from './user.ts';

/** A rule of a Role or ClusterRole, with every list present. Source: k8s.io/api/rbac/v1. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: all names. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** A rule as objects carry it, without empty lists. */
export type PolicyRuleObject = Partial<PolicyRule> & { readonly verbs: readonly string[] };

export const ANYTHING = '*';

/** The rules of whoever may do everything. */
export const FULL_AUTHORITY: readonly PolicyRule[] = [
  policyRule({ verbs: [ANYTHING], apiGroups: [ANYTHING], resources: [ANYTHING] }),
  policyRule({ verbs: [ANYTHING], nonResourceURLs: [ANYTHING] }),
];

/** Fills in the lists that are left out. */
export function policyRule(rule: Partial<PolicyRule>): PolicyRule {
  return { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [], ...rule };
}

/** The rules of a Role or ClusterRole. What does not look like a rule grants nothing. */
export function readRules(role: { readonly [field: string]: unknown }): PolicyRule[] {
  if (!Array.isArray(role.rules)) return [];
  return role.rules.filter(isObject).map((rule) => ({
    verbs: strings(rule.verbs),
    apiGroups: strings(rule.apiGroups),
    resources: strings(rule.resources),
    resourceNames: strings(rule.resourceNames),
    nonResourceURLs: strings(rule.nonResourceURLs),
  }));
}

/** The rule as it is written into an object. */
export function ruleObject(rule: PolicyRule): PolicyRuleObject {
  return {
    ...(rule.apiGroups.length > 0 && { apiGroups: rule.apiGroups }),
    ...(rule.nonResourceURLs.length > 0 && { nonResourceURLs: rule.nonResourceURLs }),
    ...(rule.resourceNames.length > 0 && { resourceNames: rule.resourceNames }),
    ...(rule.resources.length > 0 && { resources: rule.resources }),
    verbs: rule.verbs,
  };
}

/** Whether the rule allows a request for a resource. */
export function allowsResource(rule: PolicyRule, wanted: ResourceAttributes): boolean {
  return (
    hasOrAll(rule.verbs, wanted.verb) &&
    hasOrAll(rule.apiGroups, wanted.group) &&
    namesResource(rule.resources, wanted.resource, wanted.subresource ?? '') &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(wanted.name))
  );
}

/** Whether the rule allows a request for a path. */
export function allowsPath(rule: PolicyRule, wanted: PathAttributes): boolean {
  return hasOrAll(rule.verbs, wanted.verb) && rule.nonResourceURLs.some((pattern) => coversPath(pattern, wanted.path));
}

/** Whether `/apis/*` covers `/apis/apps`: only a star at the end has a meaning. */
export function coversPath(pattern: string, path: string): boolean {
  if (pattern === ANYTHING || pattern === path) return true;
  return pattern.endsWith(ANYTHING) && path.startsWith(withoutStars(pattern));
}

export function hasOrAll(list: readonly string[], wanted: string): boolean {
  return list.includes(wanted) || list.includes(ANYTHING);
}

function namesResource(listed: readonly string[], resource: string, subresource: string): boolean {
  if (listed.includes(ANYTHING)) return true;
  if (subresource === '') return listed.includes(resource);
  return listed.includes(`${resource}/${subresource}`) || listed.includes(`*/${subresource}`);
}

function withoutStars(pattern: string): string {
  let end = pattern.length;
  while (end > 0 && pattern[end - 1] === ANYTHING) end--;
  return pattern.slice(0, end);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
