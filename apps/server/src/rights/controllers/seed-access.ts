import { createHash } from 'node:crypto';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient, ResourceKind } from '@luban/kube/client';
import { inParallel } from '../native/in-parallel.ts';
import { IAM, isSeed } from '../roles/access-objects.ts';
import { BUILTIN_ROLES, CLUSTER_ROLES, GLOBAL_ROLES, PLATFORM_ADMIN } from '../roles/builtin-roles.ts';
import { ROLE_TEMPLATES } from '../roles/role-templates.ts';

const MANAGER = { fieldManager: 'luban-access' };
/** What the object was made of: what an administrator changed stays until the product brings another version of it. */
const DIGEST = 'luban.dev/seed-digest';

/** Whether the cluster's roles are another product's, which looks after them itself. */
export async function hasOwnRoles(client: KubeClient, isHost: boolean): Promise<boolean> {
  const ref = isHost
    ? { ...IAM, resource: 'globalroles', name: PLATFORM_ADMIN }
    : { ...IAM, resource: 'clusterroles', name: 'cluster-admin' };
  try {
    return !isSeed(await client.get(ref));
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return false;
    throw error;
  }
}

/** Makes the roles of the whole platform, the templates, and the blueprints, where they are missing. */
export async function seedPlatform(client: KubeClient): Promise<void> {
  await seed(client, 'roletemplates', ROLE_TEMPLATES);
  await seed(client, 'globalroles', GLOBAL_ROLES);
  await seed(client, 'builtinroles', BUILTIN_ROLES);
}

export async function seedCluster(client: KubeClient): Promise<void> {
  await seed(client, 'clusterroles', CLUSTER_ROLES);
}

/** Creates an object; one of that name which is there already stays. */
export async function createIfMissing(client: KubeClient, kind: ResourceKind, object: KubeObject): Promise<void> {
  try {
    await client.create({ ...kind, namespace: object.metadata.namespace }, object, MANAGER);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}

async function seed(client: KubeClient, resource: string, objects: readonly KubeObject[]): Promise<void> {
  const kind = { ...IAM, resource };
  const { items } = await client.list(kind);
  const present = new Map(items.map((item) => [item.metadata.name, item]));
  const failures: unknown[] = [];
  await inParallel(objects, 8, async (object) => {
    const wanted = withDigest(object);
    const found = present.get(object.metadata.name);
    try {
      if (found === undefined) await createIfMissing(client, kind, wanted);
      else if (isSeed(found) && digestOf(found) !== digestOf(wanted)) await update(client, kind, found, wanted);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}

function update(client: KubeClient, kind: ResourceKind, found: KubeObject, wanted: KubeObject): Promise<KubeObject> {
  const { resourceVersion, uid } = found.metadata;
  const { name } = wanted.metadata;
  const metadata = {
    ...wanted.metadata,
    resourceVersion,
    uid,
    labels: { ...found.metadata.labels, ...wanted.metadata.labels },
    annotations: { ...found.metadata.annotations, ...wanted.metadata.annotations },
  };
  return client.update({ ...kind, name }, { ...wanted, metadata }, MANAGER);
}

const digestOf = ({ metadata }: KubeObject) => metadata.annotations?.[DIGEST];

function withDigest(object: KubeObject): KubeObject {
  const digest = createHash('sha256').update(JSON.stringify(object)).digest('hex').slice(0, 16);
  const annotations = { ...object.metadata.annotations, [DIGEST]: digest };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
