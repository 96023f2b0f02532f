import type { ExtensionContext } from '@luban/sdk';
import { objectPath } from '../api-path.ts';
import type { KindRef } from '../kinds/kind.ts';
import { KubeRequestError, kubeRequest } from '../kube-request.ts';

/** What becomes of the objects that belong to a deleted one. Source: metav1.DeletionPropagation. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface DeletedObject {
  /** The uid. */
  readonly key: string;
  readonly name: string;
  readonly namespace?: string | undefined;
}

export interface DeletionResult {
  readonly deleted: readonly string[];
  readonly failed: readonly { readonly object: DeletedObject; readonly error: unknown }[];
}

const AT_ONCE = 6;

/**
 * Deletes the very objects that were shown: one that was made anew under the same name in the meantime is left alone.
 * One that is gone already counts as deleted.
 */
export async function deleteObjects(
  fetch: ExtensionContext['fetch'],
  { cluster, kind, objects }: { cluster: string; kind: KindRef; objects: readonly DeletedObject[] },
  propagation: Propagation,
): Promise<DeletionResult> {
  const deleted: string[] = [];
  const failed: { object: DeletedObject; error: unknown }[] = [];
  const queue = [...objects];
  const worker = async () => {
    for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
      const { key, name, namespace } = object;
      const { group, version, resource } = kind;
      const path = objectPath({ cluster, group, version, resource, namespace, name });
      try {
        await kubeRequest(fetch, path, {
          method: 'DELETE',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            propagationPolicy: propagation,
            preconditions: { uid: key },
          }),
        });
        deleted.push(key);
      } catch (error) {
        if (error instanceof KubeRequestError && error.status === 404) deleted.push(key);
        else failed.push({ object, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, objects.length) }, worker));
  return { deleted, failed };
}
