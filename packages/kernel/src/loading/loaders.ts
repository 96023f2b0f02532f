import type { IndexExtension } from '@luban/manifest';
import { keyOf } from '../core/version-key.ts';
import type { KernelCore } from '../engine/kernel-core.ts';
import type { Federation } from '../federation/federation.ts';
import { createIntegrityMap } from './integrity-map.ts';
import { createRemoteRecords } from './remote-records.ts';
import { PATHS, type PathMemory, type VersionFiles } from './version-files.ts';
import { createVersionLoader, type VersionLoader } from './version-loader.ts';

/** The loaders of all versions that something was fetched of, activated or not. */
export interface Loaders {
  /** Rejects with a `KernelError` when the version's remote record cannot be had. */
  get(extension: IndexExtension): Promise<VersionLoader>;
  /** Loads the federation run time and all shares. Never rejects. */
  warm(): Promise<void>;
  /** The digest that a file must have by its URL, if it is a file of a version that is loaded here. */
  integrityOf(url: string): { integrity: string } | 'refused' | undefined;
  /** Whether every path of the version was tried in vain: only loading the page again helps. */
  exhausted(extension: IndexExtension): boolean;
  /** The version's modules are to be evaluated afresh next time, by another path. */
  renew(extension: IndexExtension): void;
  /** Forgets a version, and removes its style sheets from the page. */
  drop(extension: IndexExtension): Promise<void>;
}

interface LoadersOptions {
  core: KernelCore;
  watch<T>(extension: IndexExtension, run: () => Promise<T>): Promise<T>;
}

export function createLoaders({ core, watch }: LoadersOptions): Loaders {
  const { environment, limits, options, store, journal } = core;
  const records = createRemoteRecords(() => store.remotes, environment.fetch, limits.load);
  const integrityMap = createIntegrityMap(environment.document, options.nonce);
  const loaders = new Map<string, Promise<VersionLoader>>();
  const roots = new Map<string, VersionFiles>();
  const memories = new Map<string, PathMemory>();
  let federation: Promise<Federation> | undefined;
  const loadFederation = () => {
    federation ??= import('../federation/federation.ts').then(({ createFederation }) =>
      createFederation(options.shares),
    );
    federation.catch(() => {
      federation = undefined;
    });
    return federation;
  };

  const create = async (extension: IndexExtension) => {
    const record = await records.get(extension);
    const memory = memories.get(keyOf(extension)) ?? { alias: 0, spoilt: new Set() };
    memories.set(keyOf(extension), memory);
    const loader = createVersionLoader({
      extension,
      record,
      environment,
      limits,
      federation: loadFederation,
      integrityMap,
      memory,
      fetching: (files) => {
        const { bytes, requests } = journal.status(extension);
        const added = files.reduce((sum, file) => sum + (record.remote.bytes[file] ?? 0), 0);
        journal.note(extension, { bytes: bytes + added, requests: requests + files.length });
      },
      watch: (run) => watch(extension, run),
    });
    roots.set(keyOf(extension), loader.files);
    return loader;
  };
  return {
    get: (extension) => {
      const key = keyOf(extension);
      let loader = loaders.get(key);
      if (!loader) {
        loader = create(extension);
        loaders.set(key, loader);
        loader.catch(() => loaders.delete(key));
      }
      return loader;
    },
    warm: async () => {
      try {
        await (await loadFederation()).prepare(Object.keys(options.shares));
      } catch {
        // The first extension that needs it reports it.
      }
    },
    integrityOf: (url) => {
      for (const files of roots.values()) if (url.startsWith(files.root)) return files.expected(url);
      return undefined;
    },
    exhausted: (extension) => (memories.get(keyOf(extension))?.spoilt.size ?? 0) >= PATHS,
    renew: (extension) => {
      const memory = memories.get(keyOf(extension));
      if (memory && memory.spoilt.size === 0) memory.alias = (memory.alias + 1) % PATHS;
    },
    drop: async (extension) => {
      const key = keyOf(extension);
      const loader = await loaders.get(key)?.catch(() => undefined);
      loaders.delete(key);
      const memory = memories.get(key);
      if (memory?.spoilt.size === 0 && memory.alias === 0) memories.delete(key);
      roots.delete(key);
      records.forget(extension);
      loader?.dispose();
    },
  };
}
