import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Problem } from '@luban/manifest';
import { Refusal } from '../refusal.ts';
import { assembleListing } from './assemble-listing.ts';
import type { Bundle, ListedExtension, Listing } from './bundle.ts';
import type { ContentStore } from './content-store.ts';
import { copyPackage } from './copy-package.ts';
import type { PackageFiles } from './extension-source.ts';
import { type FoundFolder, findFolders } from './find-folders.ts';
import { FolderReader, type Reading } from './folder-reader.ts';
import { FolderWatch } from './folder-watch.ts';
import { removeLeftovers } from './leftovers.ts';

export interface PackageFoldersOptions {
  dataDir: string;
  /** Takes the files of every package that is found. */
  store: ContentStore;
  /** Versions that others have in the store, as `<name>/<segment>`. */
  alsoListed(): Iterable<string>;
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

/**
 * Extension packages as folders of this computer's disk: the built-in ones and `<data>/extensions`. Changes are live.
 * Which of them is in force is not decided here: the newest is listed as the active one.
 */
export class PackageFolders implements AsyncDisposable {
  readonly #options: PackageFoldersOptions;
  readonly #installed: string;
  readonly #store: ContentStore;
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

  private constructor(options: PackageFoldersOptions) {
    this.#options = options;
    this.#installed = join(options.dataDir, 'extensions');
    this.#store = options.store;
    this.#reader = new FolderReader(options.store, options.patience ?? 3_000);
    this.#watch = new FolderWatch(
      () => this.#inTurn(() => this.#scan(this.#now())).catch(options.onError),
      options.onError,
    );
  }

  static async open(options: PackageFoldersOptions): Promise<PackageFolders> {
    await removeLeftovers(join(options.dataDir, 'extensions'));
    const source = new PackageFolders(options);
    await source.#scan();
    return source;
  }

  /** What is there now; the same object until something changed. */
  list(): Listing {
    return this.#listing;
  }

  /** @see ExtensionSource.digestOf */
  digestOf(name: string, segment: string, path: string): Promise<string | undefined> {
    return this.#store.digestOf(name, segment, path);
  }

  /** @see ExtensionSource.readFile */
  async readFile(name: string, segment: string, path: string): Promise<Buffer | undefined> {
    try {
      return await this.#store.read(name, segment, path);
    } catch (error) {
      if (error instanceof Refusal) this.#reportFile(name, segment, error);
      throw error;
    }
  }

  /** Called after each change of the listing. */
  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /**
   * Takes a package over as a whole or not at all.
   *
   * @throws Refusal LB5011 when the version exists with other content
   */
  install(files: PackageFiles): Promise<Bundle> {
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
        const installed = this.#find(name)?.versions.find((bundle) => bundle.version === version);
        if (installed === undefined) throw new Error(`${name} ${version} was installed and is not there`);
        return installed;
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    });
  }

  /** Removes what was installed. @throws Refusal LB5006, LB5012 */
  remove(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const installed = this.#require(name).versions.filter((bundle) => bundle.origin === 'installed');
      if (installed.length === 0) throw new Refusal(409, 'LB5012', { extension: name });
      for (const bundle of installed) await this.#deleteFolder(this.#places.get(bundle)!);
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
    const listed = bundles.map(({ name, segment }) => `${name}/${segment}`);
    await this.#store.retain(new Set([...listed, ...this.#options.alsoListed()]));
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
    const listing = assembleListing(this.#readings, this.#fileProblems);
    if (JSON.stringify(outline(listing)) === JSON.stringify(outline(this.#listing))) return;
    this.#listing = listing;
    for (const listener of this.#listeners) listener();
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
