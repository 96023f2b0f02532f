import { badRequest } from '@luban/kube';
import { forbiddenRequest } from './forbidden-message.ts';
import { extraHeaders, headerValue, headerValues, type RequestHeaders } from './request-headers.ts';
import { parseServiceAccountUsername, serviceAccountGroups } from './service-account-name.ts';
import {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  type Authorizer,
  type ResourceAttributes,
  type UserInfo,
} from './user.ts';

const EXTRA_PREFIX = 'impersonate-extra-';

/**
 * Who a request acts as: the user who signed in, unless `Impersonate-*` headers name another whom the user may
 * impersonate. Every part is allowed or refused alone. Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation.go.
 *
 * @param headers lower-case names
 * @throws StatusError 403 for the first part that is not allowed, 400 when a user is missing among the headers
 */
export function impersonate(user: UserInfo, headers: RequestHeaders, authorizer: Authorizer): UserInfo {
  const requested = readHeaders(headers);
  if (requested === undefined) return user;
  const { username, groups, uid, extra } = requested;
  const check = (attributes: Partial<ResourceAttributes> & { resource: string; name: string }): void => {
    const complete = { user, verb: 'impersonate', group: '', version: 'v1', namespace: '', ...attributes };
    const { allowed, reason } = authorizer.authorize(complete);
    if (!allowed) throw forbiddenRequest(complete, reason);
  };

  const account = parseServiceAccountUsername(username);
  if (account !== undefined) check({ resource: 'serviceaccounts', ...account });
  else check({ resource: 'users', name: username });
  for (const name of groups) check({ resource: 'groups', name });
  for (const [key, values] of extra) {
    for (const name of values)
      check({ group: 'authentication.k8s.io', resource: 'userextras', subresource: key, name });
  }
  if (uid !== '') check({ group: 'authentication.k8s.io', resource: 'uids', name: uid });

  const given = groups.length === 0 && account !== undefined ? serviceAccountGroups(account.namespace) : groups;
  return {
    username,
    ...(uid !== '' && { uid }),
    groups: withAuthentication(username, given),
    ...(extra.size > 0 && { extra: Object.fromEntries(extra) }),
  };
}

interface Requested {
  username: string;
  groups: string[];
  uid: string;
  extra: Map<string, string[]>;
}

function readHeaders(headers: RequestHeaders): Requested | undefined {
  const username = headerValue(headers['impersonate-user']);
  const groups = headerValues(headers['impersonate-group']);
  const uid = headerValue(headers['impersonate-uid']);
  const extra = extraHeaders(headers, EXTRA_PREFIX);
  if (username !== '') return { username, groups, uid, extra };
  if (groups.length === 0 && uid === '' && extra.size === 0) return undefined;
  const parts = [groups.length > 0 && 'groups', uid !== '' && 'uid', extra.size > 0 && 'extra'].filter(Boolean);
  throw badRequest(`requested ${parts.join(', ')} without impersonating a user`);
}

/** Nobody is both or neither of authenticated and unauthenticated. */
function withAuthentication(username: string, groups: readonly string[]): string[] {
  if (username === ANONYMOUS.username) {
    return groups.includes(ALL_UNAUTHENTICATED) ? [...groups] : [...groups, ALL_UNAUTHENTICATED];
  }
  const said = groups.includes(ALL_AUTHENTICATED) || groups.includes(ALL_UNAUTHENTICATED);
  return said ? [...groups] : [...groups, ALL_AUTHENTICATED];
}
