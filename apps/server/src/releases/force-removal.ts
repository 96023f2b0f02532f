import { type ReleaseRecord, type RenderedObject, renderedObjects } from '@luban/extension-package/helm';
import { isStatusError } from '@luban/kube';
import { SECRETS } from '../clusters/cluster-credentials.ts';
import { ApiKinds } from './api-kinds.ts';
import type { Inventory } from './inventory.ts';
import { getIfThere, inParallel, refsOf, resourceOf } from './object-refs.ts';
import { releaseRecords } from './release-state.ts';
import type { ObjectRef, ReleaseTarget, RunOptions } from './releases.ts';

export interface ForceRemovalOptions extends Pick<RunOptions, 'signal' | 'log'> {
  inventory: Inventory | undefined;
  /** Everything that a first installation has brought, so that nothing tells of it. Default: what helm would remove. */
  wholly?: boolean;
}

/**
 * Removes what a release consists of and then helm's record of it, without helm, its hooks, or waiting: works with a broken chart,
 * without helm, and in a namespace that is going. LuBan does it in its own name, since the executor may be gone.
 */
export async function removeByForce(target: ReleaseTarget, options: ForceRemovalOptions): Promise<void> {
  const { inventory, signal, log, wholly = false } = options;
  const client = target.cluster.connection.client();
  const kinds = await ApiKinds.of(client);
  const records = await releaseRecords(target);
  const objects = ranked([...applied(target, records, kinds), ...listed(target, inventory, wholly)]);
  await inParallel(objects, async (object) => {
    signal.throwIfAborted();
    const ref = resourceOf(kinds, object);
    if (ref === undefined) return;
    try {
      await client.delete(ref, { propagationPolicy: 'Background' });
      log(`deleted ${object.kind} ${object.name}`);
    } catch (error) {
      if (!isStatusError(error)) throw error;
      if (error.code !== 404) log(`could not delete ${object.kind} ${object.name}: ${error.message}`);
    }
  });
  if (wholly) await removeUnusedDefinitions(target, inventory, kinds, log);
  for (const { revision } of records) {
    const name = `sh.helm.release.v1.${target.name}.v${revision}`;
    await client.delete({ ...SECRETS, namespace: target.namespace, name }).catch((error: unknown) => {
      if (!isStatusError(error, 'NotFound')) throw error;
    });
  }
}

/** By helm's own record, less what it is told to keep. */
function applied({ namespace }: ReleaseTarget, records: readonly ReleaseRecord[], kinds: ApiKinds): ObjectRef[] {
  const rendered = records
    .filter(({ status }, i) => i === 0 || status === 'deployed')
    .flatMap(({ manifest }) => renderedObjects(manifest))
    .filter(({ isKept }: RenderedObject) => !isKept);
  return refsOf(rendered, { kinds, namespace });
}

/** By the inventory: what was about to be applied when helm had no record yet. */
function listed({ name }: ReleaseTarget, inventory: Inventory | undefined, wholly: boolean): ObjectRef[] {
  if (!wholly) return [];
  return (inventory?.objects ?? []).filter(({ release, definition }) => release === name && definition === undefined);
}

/** Definitions that this installation brought, and nobody has made use of. */
async function removeUnusedDefinitions(
  { name, cluster }: ReleaseTarget,
  inventory: Inventory | undefined,
  kinds: ApiKinds,
  log: (line: string) => void,
): Promise<void> {
  const client = cluster.connection.client();
  for (const object of inventory?.objects ?? []) {
    if (object.release !== name || object.definition !== 'made') continue;
    const ref = resourceOf(kinds, object);
    if (ref === undefined || (await getIfThere(client, ref)) === undefined) continue;
    if ((await countInstances(cluster, object.name, kinds)) > 0) continue;
    await client.delete(ref);
    log(`deleted ${object.kind} ${object.name}`);
  }
}

interface Counted {
  items: unknown[];
  metadata: { remainingItemCount?: number; continue?: string };
}

/** @param definition name of a CustomResourceDefinition: `<plural>.<group>` */
export async function countInstances(
  { connection }: ReleaseTarget['cluster'],
  definition: string,
  kinds: ApiKinds,
): Promise<number> {
  const dot = definition.indexOf('.');
  const [resource, group] = [definition.slice(0, dot), definition.slice(dot + 1)];
  const kind = kinds.preferred().find((one) => one.group === group && one.resource === resource);
  if (kind === undefined) return 0;
  const { items, metadata } = (await connection.client().list(kind, { limit: 1 })) as unknown as Counted;
  return items.length + (metadata.remainingItemCount ?? (metadata.continue ? 1 : 0));
}

/** What would stand in the way of the rest goes first: webhooks and registered APIs that nobody answers any more. */
const FIRST = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration', 'APIService'];

function ranked(objects: readonly ObjectRef[]): ObjectRef[] {
  const rank = ({ kind }: ObjectRef) => (FIRST.includes(kind) ? 0 : 1);
  return [...objects].sort((a, b) => rank(a) - rank(b));
}
