import { badRequest } from '@luban/kube';
import type { VirtualResource } from '../../registry/virtual-resource.ts';
import type { Authenticator } from '../authenticator.ts';
import { readSpec } from './access-attributes.ts';
import { userInfoObject } from './self-subject-review.ts';

/** Whose token is this? */
export function tokenReview(authenticator: Authenticator): VirtualResource {
  return async ({ object, namespace }) => {
    if (namespace !== '') throw badRequest(`namespace is not allowed on this type: ${namespace}`);
    const { token, audiences } = readSpec(object);
    if (typeof token !== 'string' || token === '') {
      throw badRequest('token is required for TokenReview in authentication');
    }
    const wanted = Array.isArray(audiences) ? audiences.filter((audience) => typeof audience === 'string') : [];
    const verified = await authenticator.reviewToken(token, wanted.length > 0 ? wanted : undefined);
    const status =
      verified === undefined
        ? { user: {}, error: '[invalid bearer token]' }
        : { authenticated: true, user: userInfoObject(verified.user), audiences: verified.audiences };
    return { ...object, status };
  };
}
