import { isStatusError, type KubeObject } from '@luban/kube';
import { explain } from '@luban/manifest/messages';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { ApiKinds } from './api-kinds.ts';
import { keyOf } from './inventory.ts';
import { isRole, unname } from './naming-roles.ts';
import { getIfThere, inParallel, resourceOf } from './object-refs.ts';
import type { ObjectRef, ReleaseTarget, Remainder } from './releases.ts';

export const PROTECTED_NAMESPACES: ReadonlySet<string> = new Set([
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease'],
  ...['kubesphere-system', OWN_NAMESPACE],
]);

/** Data goes before what holds it, rights when nobody needs them any more, the namespace in the end. */
const ORDER: readonly Remainder['why'][][] = [
  ['hook', 'other', 'kept', 'role-template'],
  ['definition'],
  ['volume'],
  ['rights'],
  ['namespace'],
];

export interface PurgeOptions {
  /** Names of role templates that the extension has brought; roles only lose these. */
  templates?: readonly string[];
  /** Keys of the objects that are known to be of the extension's making. Others only bear its label. */
  made?: ReadonlySet<string>;
  /** Milliseconds that the objects of each step have for going. Default: 30,000. */
  patience?: number;
}

/** Deletes what of the remains is named, and waits until it is gone. */
export async function purgeRemains(
  target: ReleaseTarget,
  items: readonly ObjectRef[],
  remains: readonly Remainder[],
  { templates = [], made = new Set(), patience = 30_000 }: PurgeOptions = {},
): Promise<{ item: ObjectRef; reason: string }[]> {
  const client = target.cluster.connection.client();
  const known = new Map(remains.map((remainder) => [keyOf(remainder), remainder]));
  const failed: { item: ObjectRef; reason: string }[] = [];
  const wanted: { item: ObjectRef; why: Remainder['why'] }[] = [];
  for (const item of items) {
    const remainder = known.get(keyOf(item));
    const refused = whyRefused(item, remainder, made);
    if (refused !== undefined) failed.push({ item, reason: refused });
    else wanted.push({ item, why: remainder!.why });
  }
  for (const reasons of ORDER) {
    const step = wanted.filter(({ why }) => reasons.includes(why));
    if (step.length === 0) continue;
    // Kinds come and go with the steps before.
    const kinds = await ApiKinds.of(client);
    const gone = await inParallel(step, async ({ item }) => ({ item, reason: await remove(item, kinds) }));
    for (const { item, reason } of gone) if (reason !== undefined) failed.push({ item, reason });
  }
  return failed;

  async function remove(item: ObjectRef, kinds: ApiKinds): Promise<string | undefined> {
    const ref = resourceOf(kinds, item);
    if (ref === undefined) return undefined;
    try {
      if (isRole(item) && known.get(keyOf(item))?.why === 'role-template') {
        await unname(client, kinds, item, templates);
        return undefined;
      }
      await client.delete(ref, { propagationPolicy: 'Background' });
      const deadline = performance.now() + patience;
      for (;;) {
        const left = await getIfThere<KubeObject>(client, ref);
        if (left === undefined || left.metadata.deletionTimestamp === undefined) return undefined;
        if (performance.now() > deadline) return stillGoing(left);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    } catch (error) {
      if (!isStatusError(error)) throw error;
      return error.code === 404 ? undefined : error.message;
    }
  }
}

function whyRefused(item: ObjectRef, remainder: Remainder | undefined, made: ReadonlySet<string>): string | undefined {
  if (remainder === undefined) return sentence('LB7528');
  const isOwn = remainder.why === 'rights' || made.has(keyOf(item));
  // A label is put on quickly; where the cluster itself lives it is not enough.
  const namespace = item.kind === 'Namespace' ? item.name : isOwn ? undefined : item.namespace;
  return namespace !== undefined && PROTECTED_NAMESPACES.has(namespace) ? sentence('LB7529', { namespace }) : undefined;
}

function stillGoing({ metadata, status }: KubeObject): string {
  const finalizers = metadata.finalizers ?? [];
  const conditions = (status as { conditions?: { status: string; message?: string }[] } | undefined)?.conditions ?? [];
  const told = conditions.filter((one) => one.status === 'True' && one.message).map(({ message }) => message);
  return sentence('LB7530', { reason: [...finalizers, ...told].join(', ') || '–' });
}

const sentence = (code: string, params: Record<string, string> = {}) => explain({ code, params }, 'en').sentence;
