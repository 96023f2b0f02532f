import { type PolicyRule, TENANT } from '../roles/access-objects.ts';
import { nativeRules } from './native-rules.ts';

const OBJECTS = ['workspaces', 'workspacetemplates'];
/** What may be said of one object by its name; lists and creation may not. */
const VERBS = ['get', 'watch', 'update', 'patch', 'delete'];

/** Rights on the workspace itself: every member sees it, and does with it what the role says. */
export function workspaceObjectRules(workspace: string, rules: readonly PolicyRule[]): PolicyRule[] {
  const verbs = new Set(['get']);
  for (const { verbs: given = [], apiGroups = [], resources = [] } of nativeRules(rules, 'namespace')) {
    if (!apiGroups.some((group) => group === '*' || group === TENANT.group)) continue;
    if (!resources.some((resource) => resource === '*' || OBJECTS.includes(resource))) continue;
    for (const verb of VERBS) if (given.includes('*') || given.includes(verb)) verbs.add(verb);
  }
  return [
    {
      verbs: VERBS.filter((verb) => verbs.has(verb)),
      apiGroups: [TENANT.group],
      resources: OBJECTS,
      resourceNames: [workspace],
    },
  ];
}
