import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
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
  const running = new Map<string, Promise<void>>();
  const enqueue = (name: string) => {
    // One after another for each user: the last run sees what the last change left.
    const next = (running.get(name) ?? Promise.resolve())
      .then(() => reconcile(name))
      .catch(onError)
      .finally(() => {
        if (running.get(name) === next) running.delete(name);
      });
    running.set(name, next);
  };
  const reconcile = async (name: string) => {
    const user = users.get(name);
    if (user === undefined) return;
    await ensureHashed(client, user, () => users.fresh(name));
    await noteDisabled(client, user);
  };
  const subscription = users.watch((user, gone) => {
    if (!gone) enqueue(user.name);
  });
  return {
    async [Symbol.asyncDispose]() {
      subscription[Symbol.dispose]();
      await Promise.all(running.values());
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
