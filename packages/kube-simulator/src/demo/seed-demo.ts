import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { registerStorageClass } from '../storage-class.ts';
import type { Theme } from './build/theme.ts';
import { createObjects } from './create-objects.ts';
import { hostThemes } from './host/host-themes.ts';
import { memberThemes } from './member/member-themes.ts';

export interface SeedDemoOptions {
  /** Ends the work. What is missing then is made at the next call. */
  signal?: AbortSignal;
}

const MARK = { group: '', version: 'v1', resource: 'configmaps', namespace: 'kube-public', name: 'luban-demo' };
const COMPLETE = 'demo.luban.dev/complete';

/**
 * Fills a cluster with what a company might run, in good health and in bad. The same objects come every time. A mark at
 * the ConfigMap `kube-public/luban-demo` says when all is there: from then on calls do nothing, whatever somebody has
 * deleted or changed.
 *
 * @param cluster `host`, or anything else for a member
 * @throws the signal's reason, or an error whose cause is what the API refused
 */
export async function seedDemo(client: KubeClient, cluster: string, options: SeedDemoOptions = {}): Promise<void> {
  const { signal = new AbortController().signal } = options;
  if (await isComplete(client)) return;
  const themes = themesOf(cluster);
  const objects = themes.flatMap((theme) => theme.objects);
  await registerStorageClass(client);
  await createObjects(client, objects, signal);
  await Promise.all(themes.flatMap(({ steps }) => steps).map((step) => step(client, signal)));
  await markComplete(client, cluster);
}

/** Everything that the demo makes in a cluster. */
export function themesOf(cluster: string): Theme[] {
  return cluster === 'host' ? hostThemes() : memberThemes();
}

async function isComplete(client: KubeClient): Promise<boolean> {
  try {
    const { metadata } = await client.get<KubeObject>(MARK);
    return metadata.annotations?.[COMPLETE] === 'true';
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return false;
    throw error;
  }
}

async function markComplete(client: KubeClient, cluster: string): Promise<void> {
  const { name, ...collection } = MARK;
  const mark = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, annotations: { [COMPLETE]: 'true' } },
    data: { about: `Everything in this cluster is simulated. Demo of the ${cluster} cluster.` },
  };
  try {
    await client.create(collection, mark);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    await client.patch(MARK, 'merge', mark);
  }
}
