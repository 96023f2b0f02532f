import { scryptSync } from 'node:crypto';
import type { KubeClient } from '@luban/kube/client';
import { ADMINISTRATOR } from '../identity/administrator.ts';
import { encode } from '../identity/password.ts';
import { PASSWORD_ENCRYPTED, USERS, type UserObject } from '../identity/user.ts';

export const PASSWORD = 'test password';

const SALT = 'salt-of-the-tests';

/** A hash as they are kept, at little cost: almost every test signs somebody in. */
export function cheapHash(password: string): string {
  return encode({
    ...{ log: 6, blockSize: 8, parallelization: 1, salt: SALT },
    hash: scryptSync(password, SALT, 32, { cost: 2 ** 6, blockSize: 8, parallelization: 1 }),
  });
}

/** The administrator as an earlier start has left them, whose password fits and is therefore let be. */
export async function keepAdministrator(client: KubeClient): Promise<void> {
  const user: UserObject = {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'User',
    metadata: { name: ADMINISTRATOR, annotations: { [PASSWORD_ENCRYPTED]: 'true' } },
    spec: { displayName: 'Administrator', password: cheapHash(PASSWORD) },
    status: { state: 'Active' },
  };
  await client.create(USERS, user);
}
