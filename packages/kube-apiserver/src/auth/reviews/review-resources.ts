import type { Clock } from '@luban/kube';
import type { VirtualResource } from '../../registry/virtual-resource.ts';
import type { Store } from '../../store/store.ts';
import type { Authenticator } from '../authenticator.ts';
import type { RbacAuthorizer } from '../rbac-authorizer.ts';
import { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access-reviews.ts';
import { selfSubjectReview } from './self-subject-review.ts';
import { selfSubjectRulesReview } from './self-subject-rules-review.ts';
import { tokenRequest } from './token-request.ts';
import { tokenReview } from './token-review.ts';

export interface ReviewOptions {
  readonly authorizer: RbacAuthorizer;
  readonly authenticator: Authenticator;
  readonly store: Store;
  readonly clock: Clock;
  /** Longer lives of tokens are shortened to this, in seconds. Default: not at all. */
  readonly longestExpirationSeconds?: number;
}

/** Everything about identity and rights that answers a `create` without keeping anything, by resource. */
export function reviewResources(options: ReviewOptions): Record<string, VirtualResource> {
  const { authorizer, authenticator, store, clock, longestExpirationSeconds } = options;
  const tokens = authenticator.serviceAccountTokens;
  return {
    'subjectaccessreviews.authorization.k8s.io': subjectAccessReview(authorizer),
    'localsubjectaccessreviews.authorization.k8s.io': localSubjectAccessReview(authorizer),
    'selfsubjectaccessreviews.authorization.k8s.io': selfSubjectAccessReview(authorizer),
    'selfsubjectrulesreviews.authorization.k8s.io': selfSubjectRulesReview(authorizer),
    'selfsubjectreviews.authentication.k8s.io': selfSubjectReview,
    'tokenreviews.authentication.k8s.io': tokenReview(authenticator),
    'serviceaccounts/token': tokenRequest({ store, clock, tokens, longestExpirationSeconds }),
  };
}
