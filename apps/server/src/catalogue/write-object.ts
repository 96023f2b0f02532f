import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceKind } from '@luban/kube/client';

const TRIES = 5;

/**
 * Creates or changes an object, with the newest one in hand.
 *
 * @param known what was last seen of it, which may be old or undefined
 * @param change the object that is wanted, from the one that is there; undefined leaves things as they are
 * @returns what is there now
 */
export async function writeObject<T extends KubeObject>(
  client: KubeClient,
  kind: ResourceKind,
  name: string,
  known: T | undefined,
  change: (found: T | undefined) => T | undefined,
): Promise<T | undefined> {
  let found = known;
  for (let tries = 1; ; tries++) {
    const wanted = change(found);
    if (wanted === undefined) return found;
    try {
      if (found === undefined) return await client.create<T>(kind, wanted);
      return await client.update<T>({ ...kind, name }, wanted);
    } catch (error) {
      const again = ['Conflict', 'AlreadyExists', 'NotFound'].some((reason) => isStatusError(error, reason));
      if (!again || tries === TRIES) throw error;
      found = await client.get<T>({ ...kind, name }).catch(absent);
    }
  }
}

/** Deletes an object as it was seen: not one that somebody has changed since. It may be gone already. */
export async function deleteObject(client: KubeClient, kind: ResourceKind, object: KubeObject): Promise<void> {
  const { name, uid, resourceVersion } = object.metadata;
  try {
    await client.delete({ ...kind, name: name! }, { preconditions: { uid, resourceVersion } });
  } catch (error) {
    // Whoever changed it is looked after when the change arrives.
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}

/** For `catch`: an object that is not there is undefined. */
export function absent(error: unknown): undefined {
  if (!isStatusError(error, 'NotFound')) throw error;
}
