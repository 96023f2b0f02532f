import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import type { Engine } from './engine.ts';

/** Kinds that extend the console and its API, and have a state each. Source: KubeSphere 4. */
const SWITCHED_KINDS = ['jsbundles', 'apiservices', 'reverseproxies', 'extensionentries'].map((resource) => ({
  group: 'extensions.kubesphere.io',
  version: 'v1alpha1',
  resource,
}));

const TRIES = 5;

/** Turns what an extension adds to the console and its API on or off in the host, its interface included. */
export async function switchHost({ client, interfaces }: Engine, extension: string, enabled: boolean): Promise<void> {
  await Promise.all([switchKinds(client, extension, enabled), interfaces.setEnabled(extension, enabled)]);
}

/** Turns an extension's objects of one cluster on or off. Workloads, definitions and roles stay as they are. */
export async function switchKinds(client: KubeClient, extension: string, enabled: boolean): Promise<void> {
  const state = enabled ? 'Available' : 'Disabled';
  const labelSelector = `${KUBESPHERE_LABELS.extension}=${extension}`;
  const ofKind = async (kind: (typeof SWITCHED_KINDS)[number]) => {
    const { items } = await client.list<KubeObject>(kind, { labelSelector });
    await Promise.all(items.map((item) => switchObject(client, kind, item, state)));
  };
  await Promise.all(
    SWITCHED_KINDS.map((kind) =>
      ofKind(kind).catch((error: unknown) => {
        // A cluster without KubeSphere's kinds has nothing to switch.
        if (!isStatusError(error, 'NotFound')) throw error;
      }),
    ),
  );
}

async function switchObject(
  client: KubeClient,
  kind: (typeof SWITCHED_KINDS)[number],
  item: KubeObject,
  state: string,
): Promise<void> {
  const ref = { ...kind, name: item.metadata.name! };
  let found = item;
  for (let tries = 1; (found.status as { state?: string } | undefined)?.state !== state; tries++) {
    const { resourceVersion } = found.metadata;
    try {
      await client.patch(ref, 'merge', { metadata: { resourceVersion }, status: { state } });
      return;
    } catch (error) {
      if (isStatusError(error, 'NotFound')) return;
      if (!isStatusError(error, 'Conflict') || tries === TRIES) throw error;
      found = await client.get<KubeObject>(ref);
    }
  }
}
