import { createHash } from 'node:crypto';
import type { KubeObject } from '@luban/kube';

export const USERS = { group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'users' } as const;

/** Set: the password was made by a machine, and the person has to choose another one. Source: KubeSphere. */
export const UNINITIALIZED = 'iam.kubesphere.io/uninitialized';
/** Tells a KubeSphere that runs there too to leave the hash as it is. Source: KubeSphere. */
export const PASSWORD_ENCRYPTED = 'iam.kubesphere.io/password-encrypted';
/** Another value ends every session of the user. */
export const SESSION_EPOCH = 'luban.dev/session-epoch';
/** Which user an object is about. Source: KubeSphere. */
export const USER_REFERENCE = 'iam.kubesphere.io/user-ref';

export interface UserObject extends KubeObject {
  spec?: {
    email?: string;
    displayName?: string;
    groups?: string[];
    password?: string;
    [field: string]: unknown;
  };
  status?: { state?: string; reason?: string; lastTransitionTime?: string; lastLoginTime?: string };
}

/** A `User` object, as far as signing in goes. */
export interface User {
  name: string;
  uid: string;
  displayName: string;
  email?: string;
  /** Without those that Kubernetes itself gives. */
  groups: readonly string[];
  /** A hash, or for a moment what somebody wrote with kubectl. */
  password?: string;
  state: 'Active' | 'Disabled' | 'AuthLimitExceeded';
  /** Milliseconds of the epoch. */
  stateSince?: number;
  mustChangePassword: boolean;
  /** Changes with the password, with signing out everywhere, and with another user of the same name. */
  credential: string;
  object: UserObject;
}

export function readUser(object: UserObject): User {
  const { metadata, spec = {}, status = {} } = object;
  const { name = '', uid = '', annotations = {} } = metadata;
  const alias = annotations['kubesphere.io/alias-name'] ?? annotations['kubesphere.io/display-name'];
  const since = Date.parse(status.lastTransitionTime ?? '');
  return {
    name,
    uid,
    displayName: spec.displayName || alias || name,
    ...(spec.email && { email: spec.email }),
    groups: (spec.groups ?? []).filter((group) => group !== '' && !group.startsWith('system:')),
    ...(spec.password && { password: spec.password }),
    state: status.state === 'Disabled' || status.state === 'AuthLimitExceeded' ? status.state : 'Active',
    ...(!Number.isNaN(since) && { stateSince: since }),
    mustChangePassword: !['', 'false', undefined].includes(annotations[UNINITIALIZED]) && Boolean(spec.password),
    credential: digest(uid, spec.password ?? '', annotations[SESSION_EPOCH] ?? ''),
    object,
  };
}

/**
 * Names that new users may have: DNS labels. Kubernetes gives names with colons a meaning of its own, so that none of
 * these can be taken for `system:admin`.
 */
export function isUserName(name: string): boolean {
  return /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(name);
}

/** Names under which somebody may sign in: users of a KubeSphere may also have dots in theirs. */
export function mayBeUser(name: string): boolean {
  return /^[a-z\d](?:[a-z\d.-]{0,61}[a-z\d])?$/.test(name);
}

/** For objects that end with their user. */
export function ownedBy({ name, uid }: Pick<User, 'name' | 'uid'>) {
  return { apiVersion: 'iam.kubesphere.io/v1beta1', kind: 'User', name, uid };
}

function digest(...parts: string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
