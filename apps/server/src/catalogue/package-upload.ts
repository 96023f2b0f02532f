import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { readPackage } from '@luban/extension-package';
import type { KubeClient } from '@luban/kube/client';
import type { Problem } from '@luban/manifest';
import { LIMITS, megabytes } from '../extensions/limits.ts';
import { Refusal } from '../refusal.ts';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { deleteArchive, tieToVersion, writeConfigMapArchive } from './config-map-archive.ts';
import { EXTENSION_VERSIONS, type ExtensionVersionObject } from './objects.ts';
import { versionObject } from './version-object.ts';
import { absent, writeObject } from './write-object.ts';

export interface PackageUploadOptions {
  client: KubeClient;
  /** Keeps the archive on disk, too: it is asked for at once. */
  keep(archive: Uint8Array): Promise<void>;
}

export interface UploadedPackage {
  name: string;
  version: string;
  warnings: readonly Problem[];
}

/**
 * Publishes a package that somebody sends: an `ExtensionVersion`, and the archive in ConfigMaps. Nothing is written before
 * all of it was read and found good.
 *
 * @throws PackageError with all that is wrong. Refusal 409 LB7306, 413 LB5010, 422 LB7309
 */
export async function uploadPackage(
  body: Readable,
  by: string,
  { client, keep }: PackageUploadOptions,
): Promise<UploadedPackage> {
  const archive = await whole(body);
  const pkg = await readPackage(archive);
  const { name, version } = pkg.metadata;
  const digest = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
  const annotations = { [CATALOGUE_MARKS.uploadedBy]: by.slice(0, 253) };
  const wanted = versionObject(pkg, { digest, annotations });
  const object = wanted.metadata.name!;
  const sameOrNone = (found: ExtensionVersionObject | undefined) => {
    if (found !== undefined && found.spec?.digest !== digest) {
      throw new Refusal(409, 'LB7306', { extension: name, version });
    }
    return found;
  };
  const uploaded = { name, version, warnings: pkg.warnings };
  const ref = { ...EXTENSION_VERSIONS, name: object };
  // What a repository has already, with the very same content, needs no second copy.
  if (sameOrNone(await client.get<ExtensionVersionObject>(ref).catch(absent)) !== undefined) return uploaded;
  const chartDataRef = await writeConfigMapArchive(client, object, archive);
  try {
    const created = await writeObject<ExtensionVersionObject>(client, EXTENSION_VERSIONS, object, undefined, (found) =>
      sameOrNone(found) === undefined ? { ...wanted, spec: { ...wanted.spec, chartDataRef } } : undefined,
    );
    if (created !== undefined) await tieToVersion(client, created);
  } catch (error) {
    await deleteArchive(client, object);
    throw error;
  }
  await keep(archive);
  return uploaded;
}

/** @throws PackageError, Refusal LB5010 as soon as there is too much */
async function whole(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Buffer).byteLength;
    if (bytes > LIMITS.archive) {
      throw new Refusal(413, 'LB5010', { what: 'The package', limit: megabytes(LIMITS.archive) });
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
