import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { EXTENSION_VERSIONS, type ExtensionVersionObject } from './objects.ts';
import { absent } from './write-object.ts';

export const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;

/** Key in `binaryData`. Source: KubeSphere 4, ksbuilder. */
export const CHART_KEY = 'chart.tgz';
/** On the first of several ConfigMaps that hold one archive: how many there are. */
const PARTS = 'luban.dev/parts';
/** On ConfigMaps with archives: name of the `ExtensionVersion`. */
const OF = 'luban.dev/extension-version';
/** On ConfigMaps with archives; so that those of uploads that were broken off are found. */
export const ARCHIVE_LABEL = 'luban.dev/package-archive';
/** A ConfigMap may hold 1 MiB. */
const PART_BYTES = 900 * 1024;

interface ConfigMapObject extends KubeObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

export type ChartDataRef = NonNullable<NonNullable<ExtensionVersionObject['spec']>['chartDataRef']>;

/**
 * The archive in a ConfigMap, as ksbuilder publishes it, or in several, as uploads are kept.
 *
 * @param limit bytes that it may have
 * @returns undefined when a ConfigMap or the key is missing
 * @throws when it is larger
 */
export async function readConfigMapArchive(
  client: KubeClient,
  { namespace, name, key }: ChartDataRef,
  limit: number,
): Promise<Uint8Array | undefined> {
  const first = await configMap(client, namespace, name);
  const content = contentOf(first, key);
  if (content === undefined) return undefined;
  const count = Number(first?.metadata.annotations?.[PARTS] ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > Math.ceil(limit / PART_BYTES) + 1) return undefined;
  const parts = [content];
  let bytes = content.byteLength;
  for (let i = 1; i < count; i++) {
    const part = contentOf(await configMap(client, namespace, `${name}.${i}`), key);
    if (part === undefined) return undefined;
    bytes += part.byteLength;
    if (bytes > limit) throw new RangeError('larger than an archive may be');
    parts.push(part);
  }
  return parts.length === 1 ? content : Buffer.concat(parts);
}

/** Keeps an archive in ConfigMaps of the product's own namespace. @returns what a version refers to it by */
export async function writeConfigMapArchive(
  client: KubeClient,
  version: string,
  archive: Uint8Array,
): Promise<ChartDataRef> {
  const name = archiveName(version);
  const count = Math.max(1, Math.ceil(archive.byteLength / PART_BYTES));
  // The first last: whoever finds it finds them all.
  for (let i = count - 1; i >= 0; i--) {
    const part = archive.subarray(i * PART_BYTES, (i + 1) * PART_BYTES);
    const object: ConfigMapObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: i === 0 ? name : `${name}.${i}`,
        namespace: OWN_NAMESPACE,
        labels: { ...OWN_LABELS, [ARCHIVE_LABEL]: 'true' },
        annotations: { [OF]: version, ...(i === 0 && count > 1 && { [PARTS]: `${count}` }) },
      },
      binaryData: { [CHART_KEY]: Buffer.from(part).toString('base64') },
    };
    await put(client, object);
  }
  return { namespace: OWN_NAMESPACE, name, key: CHART_KEY };
}

/** From now on the ConfigMaps go with the version. */
export async function tieToVersion(client: KubeClient, version: ExtensionVersionObject): Promise<void> {
  const owner = {
    apiVersion: `${EXTENSION_VERSIONS.group}/${EXTENSION_VERSIONS.version}`,
    kind: 'ExtensionVersion',
    name: version.metadata.name!,
    uid: version.metadata.uid!,
  };
  for (const { metadata } of await archiveConfigMaps(client)) {
    if (metadata.annotations?.[OF] !== version.metadata.name) continue;
    await client.patch({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: metadata.name! }, 'merge', {
      metadata: { ownerReferences: [owner] },
    });
  }
}

/** ConfigMaps with archives that no version came to own. */
export async function removeLooseArchives(client: KubeClient, before: number): Promise<void> {
  for (const { metadata } of await archiveConfigMaps(client)) {
    const isLoose = !metadata.ownerReferences?.length;
    if (!isLoose || Date.parse(metadata.creationTimestamp ?? '') > before) continue;
    const name = metadata.annotations?.[OF] ?? '';
    const owner = await client.get<ExtensionVersionObject>({ ...EXTENSION_VERSIONS, name }).catch(absent);
    if (owner !== undefined) await tieToVersion(client, owner);
    else await client.delete({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: metadata.name! }).catch(absent);
  }
}

/** Of a version that came to nothing. */
export async function deleteArchive(client: KubeClient, version: string): Promise<void> {
  for (const { metadata } of await archiveConfigMaps(client)) {
    const isOf = metadata.annotations?.[OF] === version && !metadata.ownerReferences?.length;
    if (isOf) await client.delete({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: metadata.name! }).catch(absent);
  }
}

/** Without their content, which may be large. */
async function archiveConfigMaps(client: KubeClient): Promise<Pick<KubeObject, 'metadata'>[]> {
  const found: Pick<KubeObject, 'metadata'>[] = [];
  let token: string | undefined;
  do {
    const page = await client.list(CONFIG_MAPS, {
      namespace: OWN_NAMESPACE,
      labelSelector: ARCHIVE_LABEL,
      limit: 10,
      continue: token,
    });
    found.push(...page.items.map(({ metadata }) => ({ metadata })));
    token = page.metadata.continue || undefined;
  } while (token !== undefined);
  return found;
}

/** Names of ConfigMaps are no longer than those of versions, and have room for a number. */
const archiveName = (version: string) => `package.${version}`;

async function put(client: KubeClient, object: ConfigMapObject): Promise<void> {
  const ref = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE };
  try {
    await client.create(ref, object);
  } catch (error) {
    if (!isStatusError(error, 'AlreadyExists')) throw error;
    // Of an upload that was broken off.
    await client.update({ ...ref, name: object.metadata.name! }, object);
  }
}

function configMap(client: KubeClient, namespace: string, name: string): Promise<ConfigMapObject | undefined> {
  return client.get<ConfigMapObject>({ ...CONFIG_MAPS, namespace, name }).catch(absent);
}

function contentOf(object: ConfigMapObject | undefined, key: string): Uint8Array | undefined {
  const { binaryData = {} } = object ?? {};
  return Object.hasOwn(binaryData, key) ? Buffer.from(binaryData[key]!, 'base64') : undefined;
}
