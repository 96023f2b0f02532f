import { isStatusError, type KubeObject, parseApiVersion } from '@luban/kube';
import type { KubeClient, ResourceRef } from '@luban/kube/client';
import { pause } from './pause.ts';

/** What others need to be there first. Whatever is named in no wave comes in the one before the last. */
const WAVES: readonly (readonly string[])[] = [
  ['Namespace', 'CustomResourceDefinition', 'StorageClass', 'PriorityClass', 'IngressClass', 'PersistentVolume'],
  ['ServiceAccount', 'ConfigMap', 'Secret', 'ResourceQuota', 'LimitRange', 'PersistentVolumeClaim', 'Service'],
  [],
  ['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Ingress', 'Event'],
];
const ANY_OTHER = 2;
/** How long an object may wait for what the control plane makes of others: kinds, and accounts in namespaces. */
const PATIENCE = 60_000;
const RETRY_AFTER = 20;

/** Creates objects in the order of what they need. Those that are there already are left as they are. */
export async function createObjects(
  client: KubeClient,
  objects: readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> {
  const waves = WAVES.map((): KubeObject[] => []);
  for (const object of objects) {
    const named = WAVES.findIndex((kinds) => kinds.includes(object.kind));
    waves[named < 0 ? ANY_OTHER : named]?.push(object);
  }
  for (const [index, wave] of waves.entries()) {
    // Workloads would complain in their events about accounts that the control plane is about to make.
    if (index === ANY_OTHER) await accountsAreThere(client, objects, signal);
    await Promise.all(wave.map((object) => createOne(client, object, signal)));
  }
}

async function accountsAreThere(client: KubeClient, objects: readonly KubeObject[], signal: AbortSignal) {
  const awaited = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const patience = Date.now() + PATIENCE;
  while (Date.now() < patience) {
    const { items } = await client.list(
      { group: '', version: 'v1', resource: 'serviceaccounts' },
      { fieldSelector: 'metadata.name=default' },
    );
    const there = new Set(items.map(({ metadata }) => metadata.namespace));
    if (awaited.every((name) => there.has(name))) return;
    await pause(RETRY_AFTER, signal);
  }
}

async function createOne(client: KubeClient, object: KubeObject, signal: AbortSignal): Promise<void> {
  const { name, ...collection } = refOf(object);
  const { status, ...draft } = object;
  const patience = Date.now() + PATIENCE;
  for (;;) {
    try {
      await client.create(collection, draft as KubeObject);
      if (status !== undefined) {
        await client.patch({ ...collection, name, subresource: 'status' }, 'merge', { status });
      }
      return;
    } catch (error) {
      if (isStatusError(error, 'AlreadyExists')) return;
      if (!mayComeYet(error) || Date.now() > patience) {
        throw new Error(`The demo's ${object.kind} ${name} could not be created`, { cause: error });
      }
    }
    await pause(RETRY_AFTER, signal);
  }
}

function mayComeYet(error: unknown): boolean {
  return isStatusError(error, 'NotFound') || isStatusError(error, 'Forbidden');
}

/** Where the object is found. Its kind tells the resource's name: English plurals are regular, save one. */
function refOf({ apiVersion, kind, metadata }: KubeObject): ResourceRef {
  const singular = kind.toLowerCase();
  const resource = singular.endsWith('y')
    ? `${singular.slice(0, -1)}ies`
    : `${singular}${singular.endsWith('s') ? 'es' : 's'}`;
  return { ...parseApiVersion(apiVersion), resource, namespace: metadata.namespace, name: metadata.name };
}
