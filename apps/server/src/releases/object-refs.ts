import type { RenderedObject } from '@luban/extension-package/helm';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceRef } from '@luban/kube/client';
import type { ApiKinds } from './api-kinds.ts';
import type { ObjectRef } from './releases.ts';

/** Where in the cluster rendered objects are: those without a namespace of their own are in the release's, if in any. */
export function refsOf(
  objects: readonly RenderedObject[],
  { kinds, namespace }: { kinds: ApiKinds; namespace: string },
): ObjectRef[] {
  const defined = new Map<string, boolean>();
  for (const { defines } of objects) {
    if (defines !== undefined) defined.set(`${defines.group}/${defines.kind}`, defines.isNamespaced);
  }
  return objects.map((object) => {
    const { apiVersion, kind, name } = object;
    const known = kinds.find(apiVersion, kind)?.isNamespaced ?? defined.get(`${apiVersion.split('/')[0]}/${kind}`);
    const place = known === false ? undefined : (object.namespace ?? (known ? namespace : undefined));
    return { apiVersion, kind, ...(place !== undefined && { namespace: place }), name };
  });
}

/** @returns undefined when the cluster does not serve the kind, so that there can be no such object */
export function resourceOf(kinds: ApiKinds, { apiVersion, kind, namespace, name }: ObjectRef): ResourceRef | undefined {
  const found = kinds.find(apiVersion, kind);
  if (found === undefined || (found.isNamespaced && namespace === undefined)) return undefined;
  const { group, version, resource, isNamespaced } = found;
  return { group, version, resource, name, ...(isNamespaced && { namespace }) };
}

export async function getIfThere<T extends KubeObject>(client: KubeClient, ref: ResourceRef): Promise<T | undefined> {
  try {
    return await client.get<T>(ref);
  } catch (error) {
    if (isStatusError(error) && error.code === 404) return undefined;
    throw error;
  }
}

/** In turn, some at a time. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>, most = 8): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i]!);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
