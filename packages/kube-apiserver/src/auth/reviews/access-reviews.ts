import { badRequest } from '@luban/kube';
import type { VirtualResource } from '../../registry/virtual-resource.ts';
import type { Authorizer } from '../user.ts';
import {
  AUTHORIZATION_GROUP,
  checkAttributes,
  checkLocal,
  checkUser,
  readAttributes,
  readReviewedUser,
  readSpec,
  refuseInvalid,
  reviewed,
} from './access-attributes.ts';

/** May somebody do something? */
export function subjectAccessReview(authorizer: Authorizer): VirtualResource {
  return ({ object }) => {
    const spec = readSpec(object);
    refuseInvalid(object, AUTHORIZATION_GROUP, [...checkAttributes(spec), ...checkUser(spec)]);
    return reviewed(object, authorizer.authorize(readAttributes(spec, readReviewedUser(spec))));
  };
}

/** The same within a namespace, for those who may ask there alone. */
export function localSubjectAccessReview(authorizer: Authorizer): VirtualResource {
  return ({ object, namespace }) => {
    if (namespace === '') throw badRequest(`namespace is required on this type: ${object.kind}`);
    const spec = readSpec(object);
    refuseInvalid(object, AUTHORIZATION_GROUP, [
      ...checkAttributes(spec),
      ...checkUser(spec),
      ...checkLocal(spec, namespace),
    ]);
    return reviewed(object, authorizer.authorize(readAttributes(spec, readReviewedUser(spec))));
  };
}

/** May I do something? */
export function selfSubjectAccessReview(authorizer: Authorizer): VirtualResource {
  return ({ object, user }) => {
    const spec = readSpec(object);
    refuseInvalid(object, AUTHORIZATION_GROUP, checkAttributes(spec));
    return reviewed(object, authorizer.authorize(readAttributes(spec, user)));
  };
}
