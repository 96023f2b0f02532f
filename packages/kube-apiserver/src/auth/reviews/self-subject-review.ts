import type { VirtualResource } from '../../registry/virtual-resource.ts';
import type { UserInfo } from '../user.ts';

/** Who am I? What `kubectl auth whoami` asks. */
export const selfSubjectReview: VirtualResource = ({ object, user }) => ({
  ...object,
  status: { userInfo: userInfoObject(user) },
});

/** The user as `UserInfo` of authentication.k8s.io/v1. */
export function userInfoObject({ username, uid, groups, extra }: UserInfo): Record<string, unknown> {
  return {
    username,
    ...(uid !== undefined && { uid }),
    ...(groups.length > 0 && { groups }),
    ...(extra !== undefined && { extra }),
  };
}
