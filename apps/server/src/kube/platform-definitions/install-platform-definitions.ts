import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { ACCESS } from './access.ts';
import { EXTENSION_PACKAGES } from './extension-packages.ts';
import { EXTENSION_PARTS } from './extension-parts.ts';
import { SERVICE_ACCOUNTS } from './service-accounts.ts';
import { TENANCY } from './tenancy.ts';

const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' } as const;
const MANAGER = { fieldManager: 'luban' };
/** What the definition was made of, so that the next start sees at once whether it is still the same. */
const DIGEST = 'luban.dev/definition-digest';

/** Definitions of all kinds that the product speaks. Fields: KubeSphere 4; UIBundle is the product's own. */
export const PLATFORM_DEFINITIONS: readonly KubeObject[] = [
  ...EXTENSION_PACKAGES,
  ...EXTENSION_PARTS,
  ...TENANCY,
  ...ACCESS,
  ...SERVICE_ACCOUNTS,
];

/**
 * Has a cluster serve the kinds of the platform: creates the definitions that are missing and brings those up to date
 * that an earlier version of the product made. Definitions of others, such as of a KubeSphere that runs there, stay as
 * they are. Resolves when the kinds are served.
 */
export async function installPlatformDefinitions(client: KubeClient): Promise<void> {
  const { items } = await client.list(DEFINITIONS);
  const present = new Map(items.map((object) => [object.metadata.name, object]));
  await Promise.all(
    PLATFORM_DEFINITIONS.map(async (definition) => {
      const wanted = withDigest(definition);
      const found = present.get(definition.metadata.name);
      if (found === undefined) await create(client, wanted);
      else if (isOwnDefinition(found) && digestOf(found) !== digestOf(wanted)) await update(client, found, wanted);
    }),
  );
  await established(client);
}

/** Whether LuBan made a definition, and not a KubeSphere. */
export function isOwnDefinition(object: KubeObject): boolean {
  return digestOf(object) !== undefined;
}

async function create(client: KubeClient, definition: KubeObject): Promise<void> {
  try {
    await client.create(DEFINITIONS, definition, MANAGER);
  } catch (error) {
    // Another replica was faster.
    if (!isStatusError(error, 'AlreadyExists')) throw error;
  }
}

function update(client: KubeClient, found: KubeObject, wanted: KubeObject): Promise<KubeObject> {
  const { labels, annotations } = wanted.metadata;
  const metadata = {
    ...found.metadata,
    labels: { ...found.metadata.labels, ...labels },
    annotations: { ...found.metadata.annotations, ...annotations },
  };
  const { name } = wanted.metadata;
  return client.update({ ...DEFINITIONS, name }, { ...found, metadata, spec: wanted.spec }, MANAGER);
}

/** Whoever comes next finds the kinds served. Kinds whose names others have are left out: they never will be. */
async function established(client: KubeClient): Promise<void> {
  const names = new Set(PLATFORM_DEFINITIONS.map(({ metadata }) => metadata.name));
  for (let tries = 0; tries < 200; tries++) {
    const { items } = await client.list(DEFINITIONS);
    const isDecided = ({ status }: KubeObject) =>
      ((status as { conditions?: unknown[] } | undefined)?.conditions ?? []).length >= 2;
    if (items.filter(({ metadata }) => names.has(metadata.name)).every(isDecided)) return;
    await sleep(10);
  }
}

const digestOf = ({ metadata }: KubeObject) => metadata.annotations?.[DIGEST];

function withDigest(definition: KubeObject): KubeObject {
  const content = JSON.stringify([definition.metadata.labels, definition.spec]);
  const annotations = { [DIGEST]: createHash('sha256').update(content).digest('hex').slice(0, 16) };
  return { ...definition, metadata: { ...definition.metadata, annotations } };
}
