import type { PolicyRule } from '../roles/access-objects.ts';

/**
 * Rules that Kubernetes takes. What it would refuse, such as a rule without verbs, gives nothing and is left out: one
 * faulty rule must not keep the others of its role from working.
 *
 * @param where paths that name no resource are for whole clusters alone
 */
export function nativeRules(rules: readonly PolicyRule[], where: 'cluster' | 'namespace'): PolicyRule[] {
  return rules.flatMap((rule) => {
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = listsOf(rule);
    if (verbs.length === 0) return [];
    const native: PolicyRule[] = [];
    if (apiGroups.length > 0 && resources.length > 0) {
      native.push({ verbs, apiGroups, resources, ...(resourceNames.length > 0 && { resourceNames }) });
    }
    if (nonResourceURLs.length > 0 && where === 'cluster') native.push({ verbs, nonResourceURLs });
    return native;
  });
}

function listsOf(rule: PolicyRule): Required<PolicyRule> {
  const list = (value: unknown) =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  return {
    verbs: list(rule.verbs),
    apiGroups: list(rule.apiGroups),
    resources: list(rule.resources),
    resourceNames: list(rule.resourceNames),
    nonResourceURLs: list(rule.nonResourceURLs),
  };
}
