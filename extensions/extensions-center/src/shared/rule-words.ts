import type { Rule } from '../center-api.ts';

/** Verbs that have a word of their own in `locales`, and which: Kubernetes has two for "change". */
const VERBS: Readonly<Record<string, string>> = {
  get: 'verb.get',
  list: 'verb.list',
  watch: 'verb.watch',
  create: 'verb.create',
  update: 'verb.change',
  patch: 'verb.change',
  delete: 'verb.delete',
  deletecollection: 'verb.delete',
  '*': 'verb.all',
};

type Words = (key: string, values?: Record<string, string>) => string;

export interface RuleParts {
  readonly verbs: readonly string[];
  /** Empty for rules on addresses that are no resources. */
  readonly resources: readonly string[];
  /** Only these objects; empty: all. */
  readonly names: readonly string[];
}

/** The words that a sentence about a rule is made of. */
export function ruleParts(rule: Rule, words: Words): RuleParts {
  const all = rule.verbs.includes('*') ? ['*'] : rule.verbs;
  const verbs = [...new Set(all.map((verb) => (Object.hasOwn(VERBS, verb) ? words(VERBS[verb] ?? '') : verb)))];
  const groups = rule.apiGroups.filter((group) => group !== '');
  // A group is named where it tells more than the resource does: not for the core, not for all.
  const of = groups.length > 0 && !rule.apiGroups.includes('*') ? ` (${groups.join(', ')})` : '';
  const everywhere = rule.apiGroups.includes('*');
  const resources = rule.resources.includes('*')
    ? [everywhere ? words('rule.everything') : words('rule.allOf', { groups: groupsText(rule.apiGroups, words) })]
    : rule.resources.map((resource) => `${resource}${of}`);
  return { verbs, resources, names: rule.resourceNames };
}

function groupsText(groups: readonly string[], words: Words): string {
  return groups.map((group) => (group === '' ? words('rule.core') : group)).join(', ');
}
