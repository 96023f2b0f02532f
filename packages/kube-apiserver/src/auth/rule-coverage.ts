import { ANYTHING, coversPath, hasOrAll, type PolicyRule, policyRule } from './policy-rule.ts';

/** Rules that name more single rights than this are compared as a whole. */
const MOST_RIGHTS = 20_000;

/**
 * What of the wanted rules the owned ones do not cover, taken apart to single rights. Empty: all is covered. Source:
 * k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go.
 */
export function uncoveredRules(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  const covered = (rule: PolicyRule) => owned.some((owner) => covers(owner, rule));
  return wanted.flatMap((rule) => {
    if (covered(rule)) return [];
    if (countRights(rule) > MOST_RIGHTS) return [rule];
    return [...singleRights(rule)].filter((right) => !covered(right));
  });
}

/** Joins single rights that differ in the verb alone, for a shorter message. */
export function compactRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  const others: PolicyRule[] = [];
  for (const rule of rules) {
    const simple =
      rule.resources.length === 1 &&
      rule.apiGroups.length === 1 &&
      rule.resourceNames.length <= 1 &&
      rule.nonResourceURLs.length === 0;
    if (!simple) {
      others.push(rule);
      continue;
    }
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const before = joined.get(key);
    joined.set(key, before === undefined ? rule : { ...before, verbs: [...before.verbs, ...rule.verbs] });
  }
  return [...others, ...joined.values()];
}

/** `{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}`, as messages show a rule. */
export function describeRule(rule: PolicyRule): string {
  const parts = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['ResourceNames', rule.resourceNames],
    ['Verbs', rule.verbs],
  ] as const;
  const shown = parts.filter(([, list]) => list.length > 0).map(([name, list]) => `${name}:${quoteList(list)}`);
  return `{${shown.join(', ')}}`;
}

/** A list as Go's `%q` prints it. */
export function quoteList(list: readonly string[]): string {
  return `[${list.map((item) => JSON.stringify(item)).join(' ')}]`;
}

function covers(owner: PolicyRule, wanted: PolicyRule): boolean {
  const names = owner.resourceNames;
  return (
    wanted.verbs.every((verb) => hasOrAll(owner.verbs, verb)) &&
    wanted.apiGroups.every((group) => hasOrAll(owner.apiGroups, group)) &&
    wanted.resources.every((resource) => coversResource(owner.resources, resource)) &&
    wanted.nonResourceURLs.every((url) => owner.nonResourceURLs.some((pattern) => coversPath(pattern, url))) &&
    (names.length === 0 ||
      (wanted.resourceNames.length > 0 && wanted.resourceNames.every((name) => names.includes(name))))
  );
}

function coversResource(owned: readonly string[], wanted: string): boolean {
  if (owned.includes(ANYTHING) || owned.includes(wanted)) return true;
  const slash = wanted.indexOf('/');
  return slash >= 0 && owned.includes(`*${wanted.slice(slash)}`);
}

function countRights({ apiGroups, resources, resourceNames, verbs, nonResourceURLs }: PolicyRule): number {
  const forResources = apiGroups.length * resources.length * Math.max(1, resourceNames.length);
  return (forResources + nonResourceURLs.length) * verbs.length;
}

function* singleRights(rule: PolicyRule): Generator<PolicyRule> {
  const names = rule.resourceNames.length === 0 ? [[]] : rule.resourceNames.map((name) => [name]);
  for (const group of rule.apiGroups) {
    for (const resource of rule.resources) {
      for (const verb of rule.verbs) {
        for (const resourceNames of names) {
          yield policyRule({ apiGroups: [group], resources: [resource], verbs: [verb], resourceNames });
        }
      }
    }
  }
  for (const url of rule.nonResourceURLs) {
    for (const verb of rule.verbs) yield policyRule({ nonResourceURLs: [url], verbs: [verb] });
  }
}
