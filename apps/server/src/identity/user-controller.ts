import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { SerialQueue } from './serial-queue.ts';
import { ensureHashed } from './set-password.ts';
import { SESSION_EPOCH, USERS, type User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

export interface UserControllerOptions {
  client: KubeClient;
  users: UserDirectory;
  onError: (error: unknown) => void;
}

const DISABLED_NOTED = 'luban.dev/disabled';

/**
 * Hashes passwords that were written as they are, and sees to it that sessions of a user who was disabled stay ended when
 * the user is enabled again.
 */
export function startUserController({ client, users, onError }: UserControllerOptions): AsyncDisposable {
  const reconcile = async (name: string) => {
    const user = users.get(name);
    if (user === undefined) return;
    await ensureHashed(client, user, () => users.fresh(name));
    await noteDisabled(client, user);
  };
  const queue = new SerialQueue(reconcile, onError);
  const subscription = users.watch((user, gone) => {
    if (!gone) queue.add(user.name);
  });
  return {
    async [Symbol.asyncDispose]() {
      subscription[Symbol.dispose]();
      await queue[Symbol.asyncDispose]();
    },
  };
}

async function noteDisabled(client: KubeClient, { name, state, object }: User): Promise<void> {
  const noted = object.metadata.annotations?.[DISABLED_NOTED] !== undefined;
  if ((state === 'Disabled') === noted) return;
  const annotations =
    state === 'Disabled'
      ? { [DISABLED_NOTED]: 'true', [SESSION_EPOCH]: crypto.randomUUID() }
      : { [DISABLED_NOTED]: null };
  try {
    await client.patch({ ...USERS, name }, 'merge', { metadata: { annotations } });
  } catch (error) {
    if (!isStatusError(error, 'NotFound')) throw error;
  }
}
