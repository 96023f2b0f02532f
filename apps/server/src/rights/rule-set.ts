import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { allowedBy, type RightsRule } from '@luban/manifest';
import type { Action } from './rights.ts';

/** What somebody may do in a namespace, or in all of them, as the cluster tells. */
export interface RuleSet {
  rules: readonly RightsRule[];
  paths: readonly { verbs: readonly string[]; urls: readonly string[] }[];
  /** False: the cluster decides by more than rules, or could not read all of them. */
  complete: boolean;
}

/** Namespaces cannot have this name, so nobody has rights in it that they do not have everywhere. */
const NOWHERE = 'luban.dev/nowhere';

interface RulesReview extends KubeObject {
  status?: {
    resourceRules?: { verbs?: string[]; apiGroups?: string[]; resources?: string[]; resourceNames?: string[] }[];
    nonResourceRules?: { verbs?: string[]; nonResourceURLs?: string[] }[];
    incomplete?: boolean;
    evaluationError?: string;
  };
}

/**
 * Asks for all rules at once (SelfSubjectRulesReview).
 *
 * @param client speaks in the name of the person
 * @param namespace empty: what holds in every namespace and for the cluster itself
 */
export async function reviewRules(client: KubeClient, namespace: string): Promise<RuleSet> {
  const { status = {} } = await client.create<RulesReview>(
    { group: 'authorization.k8s.io', version: 'v1', resource: 'selfsubjectrulesreviews' },
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      metadata: {},
      spec: { namespace: namespace || NOWHERE },
    },
  );
  return {
    rules: (status.resourceRules ?? []).map(({ verbs = [], apiGroups = [], resources = [], resourceNames = [] }) =>
      resourceNames.length > 0 ? [verbs, apiGroups, resources, resourceNames] : [verbs, apiGroups, resources],
    ),
    paths: (status.nonResourceRules ?? []).map(({ verbs = [], nonResourceURLs: urls = [] }) => ({ verbs, urls })),
    complete: status.incomplete !== true && !status.evaluationError,
  };
}

/** By the rules alone. */
export function ruledBy({ rules, paths }: RuleSet, action: Action): boolean {
  if (!('path' in action)) return allowedBy(rules, action);
  return paths.some(
    ({ verbs, urls }) =>
      (verbs.includes('*') || verbs.includes(action.verb)) && urls.some((pattern) => coversPath(pattern, action.path)),
  );
}

/** A star stands for everything at the end alone. Source: k8s.io/kubernetes/pkg/apis/rbac/v1/evaluation_helpers.go. */
function coversPath(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, ''));
}
