import { badRequest } from '@luban/kube';
import type { VirtualResource } from '../../registry/virtual-resource.ts';
import type { PolicyRule } from '../policy-rule.ts';
import type { RbacAuthorizer } from '../rbac-authorizer.ts';
import { readSpec } from './access-attributes.ts';

/** What may I do in a namespace? For showing, never for deciding. */
export function selfSubjectRulesReview(authorizer: RbacAuthorizer): VirtualResource {
  return ({ object, user }) => {
    const { namespace } = readSpec(object);
    if (typeof namespace !== 'string' || namespace === '') throw badRequest('no namespace on request');
    const { rules, errors } = authorizer.rulesFor(user, namespace);
    return {
      ...object,
      status: {
        resourceRules: rules.filter((rule) => rule.resources.length > 0).map(resourceRule),
        nonResourceRules: rules
          .filter(({ nonResourceURLs }) => nonResourceURLs.length > 0)
          .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
        incomplete: errors.length > 0,
        ...(errors.length > 0 && { evaluationError: errors.join(', ') }),
      },
    };
  };
}

function resourceRule({ verbs, apiGroups, resources, resourceNames }: PolicyRule): Record<string, unknown> {
  return { verbs, apiGroups, resources, ...(resourceNames.length > 0 && { resourceNames }) };
}
