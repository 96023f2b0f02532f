import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { written } from './host-cluster.ts';
import { hashPassword, isPasswordHash } from './password.ts';
import { PASSWORD_ENCRYPTED, readUser, UNINITIALIZED, USERS, type User, type UserObject } from './user.ts';

/**
 * Puts a new password in the place of the one that `user` had, which ends all sessions of the user.
 *
 * @throws StatusError Conflict when the object was changed meanwhile
 */
export async function setPassword(client: KubeClient, { name, object }: User, password: string): Promise<User> {
  return write(client, name, withHash(object, await hashPassword(password), true));
}

/**
 * Hashes a password that somebody wrote as it is, with kubectl for instance.
 *
 * @returns the user as it is then; the same one when there was nothing to do
 */
export async function hashPlainPassword(client: KubeClient, user: User): Promise<User> {
  const { name, object, password } = user;
  if (password === undefined || isPasswordHash(password)) return user;
  return write(client, name, withHash(object, await hashPassword(password), false));
}

/** The like, for controllers and for sign-in, which may meet at it. */
export async function ensureHashed(
  client: KubeClient,
  user: User,
  again: () => Promise<User | undefined>,
): Promise<User> {
  let current: User | undefined = user;
  for (let tries = 0; current !== undefined && tries < 5; tries++) {
    try {
      return await hashPlainPassword(client, current);
    } catch (error) {
      if (!isStatusError(error, 'Conflict')) throw error;
      current = await again();
    }
  }
  return current ?? user;
}

function withHash(object: UserObject, password: string, isChosen: boolean): UserObject {
  const { [UNINITIALIZED]: asked, ...annotations } = object.metadata.annotations ?? {};
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...annotations,
        [PASSWORD_ENCRYPTED]: 'true',
        ...(!isChosen && asked !== undefined && { [UNINITIALIZED]: asked }),
      },
    },
    spec: { ...object.spec, password },
  };
}

async function write(client: KubeClient, name: string, object: UserObject): Promise<User> {
  return readUser(await written(client.update<UserObject>({ ...USERS, name }, object)));
}
