import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { Refusal } from '../refusal.ts';
import type { Bundle } from './bundle.ts';
import type { ContentStore } from './content-store.ts';
import { LIMITS, megabytes } from './limits.ts';
import { type ManifestFile, parseManifest, readManifest } from './read-manifest.ts';
import { sha256Of, type UIBundleObject, type UIBundleSource } from './ui-bundle-object.ts';
import { unpackArchive } from './unpack-archive.ts';

export interface ObjectContentOptions {
  client: KubeClient;
  store: ContentStore;
  /** Folder for half-done work. */
  temporary: string;
  /** Fetches what a URL names, if it may be reached. @throws Refusal */
  fetch(url: string): Promise<Response>;
  /** Fetches what `oci://host/path:version` names. Absent: there are no registries. @throws Refusal */
  fetchFromRegistry?(reference: string): Promise<Uint8Array>;
  /** Packages of the catalogue. Absent: there is none. */
  offered?: OfferedPackages;
}

/** Packages that the catalogue offers, by `<name>-<version>`. */
export interface OfferedPackages {
  has(reference: string): boolean;
  /** The archive. @throws Refusal */
  archive(reference: string): Promise<Buffer>;
  /** Called when others are offered than before. */
  watch(listener: () => void): Disposable;
}

/** Milliseconds that a server has for a package. */
const FETCH_WITHIN = 60_000;

/** Brings the files of `UIBundle` objects that name another source than a package on this server's disk. */
export class ObjectContent {
  readonly #options: ObjectContentOptions;

  constructor(options: ObjectContentOptions) {
    this.#options = options;
  }

  /** @throws Refusal with the number of what is wrong */
  async bring(object: UIBundleObject): Promise<Bundle> {
    const { source = {} } = object.spec;
    const kept = await this.#kept(object);
    if (kept !== undefined) return kept;
    const folder = join(this.#options.temporary, `object-${randomBytes(6).toString('hex')}`);
    try {
      await mkdir(folder, { recursive: true });
      const archive = await this.#archive(source);
      const ui = archive === undefined ? await writeManifest(object, folder) : await unpack(archive, folder);
      const file = await manifestOf(ui);
      check(object, file, archive);
      const kept = await this.#options.store.keep(ui, file);
      const { manifest, digest, integrity: manifestIntegrity } = file;
      const { name, version } = manifest;
      return { name, version, origin: 'installed', ...kept, digest, manifestIntegrity, manifest };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Whether the files of a package of the catalogue are on this server's disk from before. */
  has({ metadata, spec }: UIBundleObject): boolean {
    return spec.digest !== undefined && this.#options.store.has(metadata.name!, spec.version, spec.digest);
  }

  async #kept(object: UIBundleObject): Promise<Bundle | undefined> {
    const { metadata, spec } = object;
    if (spec.source?.package === undefined || spec.digest === undefined) return undefined;
    const { store } = this.#options;
    const file = await store.manifestOf(metadata.name!, spec.version, spec.digest);
    if (file === undefined) return undefined;
    check(object, file, undefined);
    // Once more, so that the time after which they go begins anew.
    await store.keep('', file);
    const { manifest, digest, integrity: manifestIntegrity, segment, bytes } = file;
    return {
      name: manifest.name,
      version: manifest.version,
      origin: 'installed',
      segment,
      bytes,
      digest,
      manifestIntegrity,
      manifest,
    };
  }

  async #archive({ configMapRef, url, oci, package: reference }: UIBundleSource): Promise<Buffer | undefined> {
    if (reference !== undefined) return this.#options.offered?.archive(reference);
    if (configMapRef !== undefined) return this.#fromConfigMap(configMapRef);
    if (url !== undefined) return this.#fromUrl(url);
    if (oci !== undefined) return this.#fromRegistry(oci);
    return undefined;
  }

  async #fromRegistry(reference: string): Promise<Buffer> {
    const { fetchFromRegistry } = this.#options;
    const shown = reference.slice(0, 200);
    if (!reference.startsWith('oci://') || fetchFromRegistry === undefined) {
      throw new Refusal(422, 'LB5803', { source: shown });
    }
    return Buffer.from(await fetchFromRegistry(reference));
  }

  async #fromConfigMap({ namespace, name, key }: NonNullable<UIBundleSource['configMapRef']>): Promise<Buffer> {
    const reference = `${namespace}/${name}`;
    try {
      const ref = { group: '', version: 'v1', resource: 'configmaps', namespace, name };
      const { binaryData = {} } = await this.#options.client.get<KubeObject & { binaryData?: Record<string, string> }>(
        ref,
      );
      const keys = Object.keys(binaryData);
      const found = key ?? (keys.length === 1 ? keys[0] : undefined);
      const content = found !== undefined && Object.hasOwn(binaryData, found) ? binaryData[found] : undefined;
      if (content === undefined) throw new Refusal(422, 'LB5804', { reference, key: key ?? '' });
      return Buffer.from(content, 'base64');
    } catch (error) {
      if (isStatusError(error, 'NotFound')) throw new Refusal(422, 'LB5804', { reference, key: key ?? '' });
      throw error;
    }
  }

  async #fromUrl(url: string): Promise<Buffer> {
    const shown = url.slice(0, 200);
    try {
      const response = await this.#options.fetch(url);
      if (!response.ok || response.body === null) {
        throw new Refusal(502, 'LB5805', { url: shown, reason: `HTTP ${response.status}` });
      }
      const chunks: Uint8Array[] = [];
      let size = 0;
      const deadline = AbortSignal.timeout(FETCH_WITHIN);
      for await (const chunk of Readable.fromWeb(response.body as never, { signal: deadline })) {
        size += (chunk as Uint8Array).length;
        if (size > LIMITS.archive) throw new Refusal(413, 'LB5010', { what: shown, limit: megabytes(LIMITS.archive) });
        chunks.push(chunk as Uint8Array);
      }
      return Buffer.concat(chunks);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
      throw new Refusal(502, 'LB5805', { url: shown, reason }, { cause: error });
    }
  }
}

async function unpack(archive: Buffer, folder: string): Promise<string> {
  return join(await unpackArchive(Readable.from([archive]), folder), 'ui');
}

/** The manifest alone, for contributions that need no code. @throws Refusal LB5802 when it names files */
async function writeManifest({ spec }: UIBundleObject, folder: string): Promise<string> {
  const content = Buffer.from(JSON.stringify(spec.manifest));
  const file = parseManifest(content);
  if ('code' in file) throw new Refusal(422, file.code, file.params);
  if (file.manifest.remote !== undefined) throw new Refusal(422, 'LB5802', { name: file.manifest.name });
  await writeFile(join(folder, 'extension.json'), content);
  return folder;
}

async function manifestOf(ui: string): Promise<ManifestFile> {
  const file = await readManifest(ui);
  if (file === undefined) throw new Refusal(422, 'LB5008', { reason: 'it holds no ui/extension.json' });
  if ('code' in file) throw new Refusal(422, file.code, file.params);
  return file;
}

/** The object says what is in force; files of something else must not take its place. */
function check({ metadata, spec }: UIBundleObject, file: ManifestFile, archive: Buffer | undefined): void {
  const { name, version } = file.manifest;
  if (name !== metadata.name || version !== spec.version) {
    throw new Refusal(422, 'LB5806', {
      object: `${metadata.name} ${spec.version}`.slice(0, 200),
      package: `${name} ${version}`,
    });
  }
  if (archive === undefined) return;
  const digests = [file.digest, sha256Of(archive)];
  const differs = spec.digest !== undefined && spec.digest !== '' && !digests.includes(spec.digest);
  if (differs || !isDeepStrictEqual(file.manifest, spec.manifest)) throw new Refusal(422, 'LB5807', { name, version });
}
