import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '@luban/manifest';
import { Refusal } from '../refusal.ts';
import { assembleListing } from './assemble-listing.ts';
import type { Bundle, ExtensionStateName, ListedExtension, Listing } from './bundle.ts';
import { ContentStore } from './content-store.ts';
import { copyPackage } from './copy-package.ts';
import type { ExtensionSource, PackageFiles } from './extension-source.ts';
import { type FoundFolder, findFolders } from './find-folders.ts';
import { FolderReader, type Reading } from './folder-reader.ts';
import { FolderWatch } from './folder-watch.ts';
import { removeLeftovers } from './leftovers.ts';
import { StateFile } from './state-file.ts';

export interface FolderSourceOptions {
  dataDir: string;
  /** Folders of built-in extensions. */
  roots: readonly string[];
  /** Milliseconds that a folder which is being written keeps its last good content. Default: 3,000. */
  patience?: number;
  /** Default: `Date.now`. */
  now?: () => number;
  /** Told what goes wrong beside a request. */
  onError(error: unknown): void;
}

/** Milliseconds until an unsettled folder is read again. */
const SOON = 250;
/** Folders read at the same time. */
const PARALLEL = 32;

/** Extensions as folders of this computer's disk: the built-in ones and `<data>/extensions`. Changes are live. */
export class FolderSource implements ExtensionSource {
  readonly #options: FolderSourceOptions;
  readonly #installed: string;
  readonly #store: ContentStore;
  readonly #state: StateFile;
  readonly #reader: FolderReader;
  readonly #watch: FolderWatch;
  readonly #listeners = new Set<() => void>();
  /** Folder of each bundle in the listing. */
  #places = new Map<Bundle, string>();
  #readings: Reading[] = [];
  #fileProblems: Problem[] = [];
  #listing: Listing = { extensions: [], skipped: [] };
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(options: FolderSourceOptions, store: ContentStore, state: StateFile) {
    this.#options = options;
    this.#installed = join(options.dataDir, 'extensions');
    this.#store = store;
    this.#state = state;
    this.#reader = new FolderReader(store, options.patience ?? 3_000);
    this.#watch = new FolderWatch(
      () => this.#inTurn(() => this.#scan(this.#now())).catch(options.onError),
      options.onError,
    );
  }

  static async open(options: FolderSourceOptions): Promise<FolderSource> {
    await removeLeftovers(join(options.dataDir, 'extensions'));
    const [store, state] = await Promise.all([
      ContentStore.open(join(options.dataDir, 'store'), options.now),
      StateFile.open(options.dataDir),
    ]);
    const source = new FolderSource(options, store, state);
    await source.#scan();
    return source;
  }

  list(): Listing {
    return this.#listing;
  }

  digestOf(name: string, segment: string, path: string): Promise<string | undefined> {
    return this.#store.digestOf(name, segment, path);
  }

  async readFile(name: string, segment: string, path: string): Promise<Buffer | undefined> {
    try {
      return await this.#store.read(name, segment, path);
    } catch (error) {
      if (error instanceof Refusal) this.#reportFile(name, segment, error);
      throw error;
    }
  }

  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  install(files: PackageFiles): Promise<{ name: string; version: string }> {
    return this.#inTurn(async () => {
      const temporary = join(this.#installed, `.new-${randomBytes(6).toString('hex')}`);
      try {
        const { name, version, digest } = await copyPackage(files.folder, temporary);
        const existing = this.#find(name)?.versions.find((bundle) => bundle.version === version);
        if (existing !== undefined && existing.digest !== digest) {
          throw new Refusal(409, 'LB5011', { extension: name, version });
        }
        if (existing === undefined) {
          const target = join(this.#installed, name, version);
          await mkdir(dirname(target), { recursive: true });
          await rm(target, { recursive: true, force: true });
          await rename(temporary, target);
          await this.#scan();
        }
        await this.#choose(name, version);
        return { name, version };
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    });
  }

  setState(name: string, state: ExtensionStateName): Promise<void> {
    return this.#inTurn(async () => {
      this.#require(name);
      const { version } = this.#state.get(name);
      await this.#decide(name, { version, disabled: state === 'Disabled' ? true : undefined });
    });
  }

  setVersion(name: string, version: string): Promise<void> {
    return this.#inTurn(async () => {
      const { versions } = this.#require(name);
      if (versions.every((bundle) => bundle.version !== version)) {
        throw new Refusal(404, 'LB5007', { extension: name, version: version.slice(0, 64) });
      }
      await this.#choose(name, version);
    });
  }

  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const installed = this.#require(name).versions.filter((bundle) => bundle.origin === 'installed');
      if (installed.length === 0) throw new Refusal(409, 'LB5012', { extension: name });
      for (const bundle of installed) await this.#deleteFolder(this.#places.get(bundle)!);
      await this.#state.set(name, {});
      await this.#scan();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#watch[Symbol.dispose]();
    this.#listeners.clear();
    await this.#queue;
  }

  /** Changes and scans come one after the other. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => {});
    return result;
  }

  /** @param now absent: trouble in a folder is reported at once and not waited out */
  async #scan(now?: number): Promise<void> {
    if (this.#closed) return;
    const { found, watched } = await findFolders(this.#options.roots, this.#installed);
    this.#readings = await this.#readAll(found, now);
    this.#reader.forgetAllBut(new Set(found.map(({ ui }) => ui)));
    this.#places = new Map(
      this.#readings.flatMap(({ bundle }, i) => (bundle === undefined ? [] : [[bundle, found[i]!.folder]])),
    );
    const bundles = [...this.#places.keys()];
    await this.#store.retain(new Set(bundles.map(({ name, segment }) => `${name}/${segment}`)));
    this.#publish();
    if (this.#closed) return;
    if (this.#watch.sync(watched)) this.#watch.poke();
    if (this.#readings.some(({ unsettled }) => unsettled)) this.#watch.poke(SOON);
  }

  async #readAll(found: FoundFolder[], now: number | undefined): Promise<Reading[]> {
    const readings: Reading[] = [];
    let next = 0;
    const worker = async () => {
      for (let i = next++; i < found.length; i = next++) readings[i] = await this.#reader.read(found[i]!, now);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    return readings;
  }

  #publish(): void {
    const listing = assembleListing(this.#readings, (name) => this.#state.get(name), this.#fileProblems);
    if (JSON.stringify(outline(listing)) === JSON.stringify(outline(this.#listing))) return;
    this.#listing = listing;
    for (const listener of this.#listeners) listener();
  }

  async #choose(name: string, version: string): Promise<void> {
    const newest = this.#find(name)?.versions[0]?.version;
    const { disabled } = this.#state.get(name);
    // The newest needs no pin, so that a newer one that arrives later takes over.
    await this.#decide(name, { disabled, version: version === newest ? undefined : version });
  }

  async #decide(name: string, decision: { disabled?: true; version?: string }): Promise<void> {
    await this.#state.set(name, decision);
    this.#publish();
  }

  /** The name is freed at once, whatever the size of what is below. */
  async #deleteFolder(folder: string): Promise<void> {
    const gone = join(this.#installed, `.gone-${randomBytes(6).toString('hex')}`);
    await rename(folder, gone);
    await rm(gone, { recursive: true, force: true });
    if (dirname(folder) !== this.#installed) await rmdir(dirname(folder)).catch(() => {});
  }

  #reportFile(name: string, segment: string, { code, params }: Refusal): void {
    const problem = { code, params, extension: name, version: segment.split('~', 1)[0]! };
    const known = this.#fileProblems.some((other) => JSON.stringify(other) === JSON.stringify(problem));
    if (known || this.#fileProblems.length >= 200) return;
    this.#fileProblems = [...this.#fileProblems, problem];
    this.#publish();
  }

  #find(name: string): ListedExtension | undefined {
    return this.#listing.extensions.find((extension) => extension.name === name);
  }

  #require(name: string): ListedExtension {
    const extension = this.#find(name);
    if (extension === undefined) throw new Refusal(404, 'LB5006', { extension: name.slice(0, 64) });
    return extension;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

/** What of a listing others can see. Manifests are told apart by their digest. */
function outline({ extensions, skipped }: Listing): unknown {
  const bundle = ({ manifest: _, ...rest }: Bundle) => rest;
  return [extensions.map((e) => [e.name, e.state, bundle(e.active), e.versions.map(bundle), e.problems]), skipped];
}
