import { isDeepStrictEqual } from 'node:util';
import { isStatusError } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { inParallel } from './in-parallel.ts';
import { ACCESS_LABEL, NATIVE_RESOURCES, type NativeObject } from './native-object.ts';

const MANAGER = { fieldManager: 'luban-access' };
const AT_ONCE = 8;

/**
 * Brings a cluster's native roles and bindings to what they have to be: roles before the bindings that name them, and
 * bindings away before their roles. Objects that are not the product's own are neither changed nor removed.
 *
 * @param present the product's own, by the same keys as `wanted`
 * @returns what could not be done; the rest was
 */
export async function applyAccess(
  client: KubeClient,
  wanted: ReadonlyMap<string, NativeObject>,
  present: ReadonlyMap<string, NativeObject>,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const each = (objects: NativeObject[], run: (object: NativeObject) => Promise<unknown>) =>
    inParallel(objects, AT_ONCE, (object) => run(object).catch((error: unknown) => void failures.push(error)));
  const isRole = ({ kind }: NativeObject) => kind === 'ClusterRole' || kind === 'Role';

  const written = [...wanted].filter(([key, object]) => !isSame(object, present.get(key)));
  const write = ([key, object]: [string, NativeObject]) => put(client, object, present.get(key));
  const removed = [...present].filter(([key]) => !wanted.has(key)).map(([, object]) => object);
  const entries = new Map(written.map((entry) => [entry[1], entry]));
  const objects = written.map(([, object]) => object);

  await each(objects.filter(isRole), (object) => write(entries.get(object)!));
  await each(
    objects.filter((object) => !isRole(object)),
    (object) => write(entries.get(object)!),
  );
  await each(
    removed.filter((object) => !isRole(object)),
    (object) => remove(client, object),
  );
  await each(removed.filter(isRole), (object) => remove(client, object));
  return failures;
}

async function put(client: KubeClient, object: NativeObject, present: NativeObject | undefined): Promise<void> {
  const kind = NATIVE_RESOURCES[object.kind];
  const { name, namespace } = object.metadata;
  if (present !== undefined && isDeepStrictEqual(present.roleRef, object.roleRef)) {
    const metadata = {
      ...present.metadata,
      labels: { ...present.metadata.labels, ...object.metadata.labels },
    };
    await client.update({ ...kind, name, namespace }, { ...object, metadata }, MANAGER);
    return;
  }
  // What a binding leads to can never be changed.
  if (present !== undefined) await remove(client, present);
  await client.create({ ...kind, namespace }, object, MANAGER).catch(async (error: unknown) => {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    const found = await client.get<NativeObject>({ ...kind, name, namespace });
    if (found.metadata.labels?.[ACCESS_LABEL] === undefined) throw error;
    if (isSame(object, found)) return;
    await put(client, object, found);
  });
}

async function remove(client: KubeClient, { kind, metadata }: NativeObject): Promise<void> {
  const { name, namespace, uid } = metadata;
  try {
    await client.delete({ ...NATIVE_RESOURCES[kind], name, namespace }, { preconditions: { uid } });
  } catch (error) {
    // Somebody was faster, and what is there now may be another's.
    if (!isStatusError(error, 'NotFound') && !isStatusError(error, 'Conflict')) throw error;
  }
}

function isSame(wanted: NativeObject, present: NativeObject | undefined): boolean {
  if (present === undefined) return false;
  const labels = Object.entries(wanted.metadata.labels ?? {});
  return (
    isDeepStrictEqual(wanted.rules ?? [], present.rules ?? []) &&
    isDeepStrictEqual(wanted.roleRef, present.roleRef) &&
    isDeepStrictEqual(wanted.subjects ?? [], present.subjects ?? []) &&
    labels.every(([key, value]) => present.metadata.labels?.[key] === value)
  );
}
