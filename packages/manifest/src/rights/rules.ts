import type { RightsQuestion } from './question.ts';

/** Verbs, groups, resources (`pods`, `pods/log`, `*`, `*` + `/scale`), and names of objects when it is about those alone. */
export type RightsRule = readonly [
  verbs: readonly string[],
  groups: readonly string[],
  resources: readonly string[],
  names?: readonly string[],
];

/** Whether one of the rules allows it. Source: k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac. */
export function allowedBy(rules: readonly RightsRule[], question: RightsQuestion): boolean {
  return rules.some((rule) => allows(rule, question));
}

function allows([verbs, groups, resources, names = []]: RightsRule, question: RightsQuestion): boolean {
  const { verb, group, resource, subresource, name } = question;
  return (
    hasOrAll(verbs, verb) &&
    hasOrAll(groups, group) &&
    (hasOrAll(resources, subresource ? `${resource}/${subresource}` : resource) ||
      (!!subresource && resources.includes(`*/${subresource}`))) &&
    (names.length === 0 || (!!name && names.includes(name)))
  );
}

function hasOrAll(list: readonly string[], wanted: string): boolean {
  return list.includes('*') || list.includes(wanted);
}
