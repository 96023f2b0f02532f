import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ExtensionPackage, PackageError, readPackage } from '@luban/extension-package';
import type { KubeClient } from '@luban/kube/client';
import { LIMITS } from '../extensions/limits.ts';
import { Refusal } from '../refusal.ts';
import { ArchiveCache } from './archive-cache.ts';
import { type CatalogueObjects, extensionOf } from './catalogue-objects.ts';
import { readConfigMapArchive } from './config-map-archive.ts';
import { type ExtensionVersionObject, KUBESPHERE_LABELS, type RepositoryObject } from './objects.ts';
import type { Packages, StoredArchive } from './packages.ts';
import { problemOf } from './problem-of.ts';
import { isBuiltin } from './repository-spec.ts';

/** A package that a URL names. */
export interface RemoteChart {
  url: string;
  name: string;
  /** Absent: of an object that is yet to be completed. */
  version?: string;
  digest?: string;
  /** Its credentials and its signature policy apply. */
  repository?: RepositoryObject;
}

export interface PackageStoreOptions {
  dataDir: string;
  client: KubeClient;
  objects: CatalogueObjects;
  /** Fetches over the network. @throws with what went wrong, by number */
  fetch(chart: RemoteChart, signal?: AbortSignal): Promise<Uint8Array>;
  /** An archive that comes with the product, by file name. @throws when there is none */
  builtin(file: string): Promise<Uint8Array>;
  /** Bytes of archives on disk. See `ArchiveCacheOptions`. */
  limit?: number;
  now?: () => number;
}

/** Read packages that are remembered. */
const REMEMBERED = 16;
/** Milliseconds for an archive that somebody waits for. */
const WITHIN = 120_000;

/**
 * Archives of versions: from this computer's disk, or from where their objects say, and always what they say by digest.
 * Whoever asks at the same time waits for one and the same.
 */
export class PackageStore implements Packages {
  readonly #options: PackageStoreOptions;
  readonly #cache: ArchiveCache;
  readonly #fetching = new Map<string, Promise<StoredArchive>>();
  readonly #read = new Map<string, Promise<ExtensionPackage>>();

  static async open(options: PackageStoreOptions): Promise<PackageStore> {
    const folder = join(options.dataDir, 'cache', 'packages');
    return new PackageStore(options, await ArchiveCache.open({ folder, limit: options.limit, now: options.now }));
  }

  private constructor(options: PackageStoreOptions, cache: ArchiveCache) {
    this.#options = options;
    this.#cache = cache;
  }

  async archive(version: ExtensionVersionObject, signal?: AbortSignal): Promise<StoredArchive> {
    const { digest } = version.spec ?? {};
    const present = digest === undefined ? undefined : await this.#cache.get(digest);
    if (present !== undefined) return present;
    // Without a digest the content may be another one at any time.
    const key = digest ?? `${version.metadata.uid} ${version.metadata.resourceVersion}`;
    let fetching = this.#fetching.get(key);
    if (fetching === undefined) {
      fetching = this.#fetch(version).finally(() => this.#fetching.delete(key));
      this.#fetching.set(key, fetching);
      // Whoever waited may be gone.
      fetching.catch(() => {});
    }
    return abortable(fetching, signal);
  }

  async read(version: ExtensionVersionObject, signal?: AbortSignal): Promise<ExtensionPackage> {
    const { path, digest } = await this.archive(version, signal);
    let reading = this.#read.get(digest);
    if (reading === undefined) {
      reading = readArchive(path, version);
      reading.catch(() => this.#read.delete(digest));
    }
    // The newest stand at the end.
    this.#read.delete(digest);
    this.#read.set(digest, reading);
    for (const old of this.#read.keys()) {
      if (this.#read.size <= REMEMBERED) break;
      this.#read.delete(old);
    }
    return abortable(reading, signal);
  }

  /** Keeps an archive that came some other way. */
  async keep(archive: Uint8Array): Promise<void> {
    await this.#cache.put(archive);
  }

  async #fetch(version: ExtensionVersionObject): Promise<StoredArchive> {
    const { digest } = version.spec ?? {};
    const about = { extension: extensionOf(version), version: version.spec?.version ?? '' };
    let archive: Uint8Array;
    try {
      archive = await this.#source(version);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const { code, params } = problemOf(error);
      throw new Refusal(502, code, params, { cause: error });
    }
    const found = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
    if (digest !== undefined && digest !== found) {
      throw new Refusal(502, 'LB7302', { ...about, wanted: digest.slice(0, 80), found });
    }
    return this.#cache.put(archive);
  }

  async #source(version: ExtensionVersionObject): Promise<Uint8Array> {
    const { client, objects, fetch, builtin } = this.#options;
    const { chartDataRef, chartURL, digest } = version.spec ?? {};
    const name = extensionOf(version);
    const about = { extension: name, version: version.spec?.version ?? '' };
    if (chartDataRef !== undefined) {
      const where = `${chartDataRef.namespace}/${chartDataRef.name}, ${chartDataRef.key}`;
      const found = await readConfigMapArchive(client, chartDataRef, LIMITS.archive);
      if (found === undefined) throw new Refusal(404, 'LB7301', { ...about, where });
      return found;
    }
    if (!chartURL) throw new Refusal(404, 'LB7307', about);
    const repository = objects.repositories.get(version.metadata.labels?.[KUBESPHERE_LABELS.repository] ?? '');
    const file = /^\/repository\/charts\/([^/]+)$/.exec(chartURL)?.[1];
    if (file !== undefined && (repository === undefined || isBuiltin(repository))) {
      return builtin(file).catch((error: unknown) => {
        throw new Refusal(404, 'LB7301', { ...about, where: chartURL }, { cause: error });
      });
    }
    return fetch(
      { url: chartURL, name, version: version.spec?.version, digest, repository },
      AbortSignal.timeout(WITHIN),
    );
  }
}

/** Files that pages show are kept in memory; charts, and the interface, stay on disk. */
const keep = (path: string) => !/^(?:charts|templates|crds|ui)\//.test(path);

async function readArchive(path: string, version: ExtensionVersionObject): Promise<ExtensionPackage> {
  try {
    return await readPackage(await readFile(path), { keep });
  } catch (error) {
    if (!(error instanceof PackageError)) throw error;
    const { code, params } = problemOf(error, { name: extensionOf(version) });
    throw new Refusal(422, code, params, { cause: error });
  }
}

/** Whoever loses patience goes; the work goes on for the others. */
function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
