import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Informer, type KubeClient } from '@luban/kube/client';
import type { Problem, Skipped } from '@luban/manifest';
import { rcompare } from 'semver';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';
import type { Leadership } from '../operations/leadership.ts';
import { Refusal } from '../refusal.ts';
import type { Bundle, ExtensionStateName, ListedExtension, Listing } from './bundle.ts';
import { ContentStore } from './content-store.ts';
import type { ExtensionSource, PackageFiles } from './extension-source.ts';
import { ObjectContent, type OfferedPackages } from './object-content.ts';
import { PackageFolders } from './package-folders.ts';
import { PackagePublisher } from './package-publisher.ts';
import { Resolutions } from './resolutions.ts';
import { stateOf, UI_BUNDLES, type UIBundleObject } from './ui-bundle-object.ts';

export interface KubernetesSourceOptions {
  /** LuBan itself, in the cluster that holds all state. */
  client: KubeClient;
  leadership: Leadership;
  dataDir: string;
  /** Folders of built-in packages. */
  roots: readonly string[];
  /** Folder for half-done work. */
  temporary: string;
  /** Fetches what a URL names, if it may be reached. @throws Refusal */
  fetch(url: string): Promise<Response>;
  /** See `ObjectContentOptions`. */
  fetchFromRegistry?(reference: string): Promise<Uint8Array>;
  /** Packages of the catalogue, for objects whose package is not on this computer's disk. */
  offered?: OfferedPackages;
  /** See `PackageFoldersOptions`. */
  patience?: number;
  now?: () => number;
  /** Told what goes wrong beside a request. */
  onError(error: unknown): void;
}

/** Milliseconds that the start waits for the objects of packages that are new. */
const FIRST_SYNC = 3_000;
/** Milliseconds that a change waits until it comes back from the cluster. */
const COMES_BACK = 5_000;

/**
 * Extensions as `UIBundle` objects. What is in force, and whether it is on, stands in the objects alone; packages on this
 * computer's disk get objects of their own, and follow their folders.
 */
export class KubernetesSource implements ExtensionSource {
  readonly #options: KubernetesSourceOptions;
  readonly #store: ContentStore;
  readonly #folders: PackageFolders;
  readonly #publisher: PackagePublisher;
  readonly #objects: Informer<UIBundleObject>;
  readonly #resolutions: Resolutions;
  readonly #listeners = new Set<() => void>();
  readonly #resources = new AsyncDisposableStack();
  #listing: Listing = { extensions: [], skipped: [] };
  #syncing: Promise<void> = Promise.resolve();
  #refreshing = false;
  #closed = false;

  private constructor(options: KubernetesSourceOptions, store: ContentStore, folders: PackageFolders, server: string) {
    const { client, temporary, fetch, fetchFromRegistry, offered, onError } = options;
    this.#options = options;
    this.#store = store;
    this.#folders = folders;
    this.#publisher = new PackagePublisher({ client, folders, server });
    this.#objects = new Informer<UIBundleObject>(client, UI_BUNDLES, { onError });
    const content = new ObjectContent({ client, store, temporary, fetch, fetchFromRegistry, offered });
    const isOffered = (reference: string) => offered?.has(reference) === true;
    this.#resolutions = new Resolutions({ folders, content, isOffered, onChange: () => this.#refreshSoon(), onError });
  }

  static async open(options: KubernetesSourceOptions): Promise<KubernetesSource> {
    const { dataDir, roots, patience, now, onError, leadership } = options;
    const store = await ContentStore.open(join(dataDir, 'store'), now);
    let source: KubernetesSource | undefined;
    const alsoListed = () => source?.listedSegments() ?? [];
    const [folders, server] = await Promise.all([
      PackageFolders.open({ dataDir, store, alsoListed, roots, patience, now, onError }),
      serverId(dataDir),
    ]);
    source = new KubernetesSource(options, store, folders, server);
    await source.#start(leadership);
    return source;
  }

  async #start(leadership: Leadership): Promise<void> {
    const resources = this.#resources;
    resources.use(this.#folders);
    resources.use(this.#objects);
    await this.#objects.start();
    const refresh = () => this.#refreshSoon();
    resources.use(this.#objects.subscribe({ onAdd: refresh, onUpdate: refresh, onDelete: refresh }));
    resources.use(this.#folders.watch(refresh));
    if (this.#options.offered !== undefined) resources.use(this.#options.offered.watch(refresh));
    const first = Promise.withResolvers<void>();
    resources.use(
      leadership.whileLeading('extension packages', async () => {
        const sync = () => this.#sync();
        const watching = this.#folders.watch(sync);
        await sync();
        first.resolve();
        return { [Symbol.asyncDispose]: async () => watching[Symbol.dispose]() };
      }),
    );
    await Promise.race([first.promise, sleep(FIRST_SYNC, undefined, { ref: false })]);
    await this.#refresh();
    await this.#resolutions.settled(FIRST_SYNC);
    await this.#refresh();
  }

  list(): Listing {
    return this.#listing;
  }

  digestOf(name: string, segment: string, path: string): Promise<string | undefined> {
    return this.#store.digestOf(name, segment, path);
  }

  readFile(name: string, segment: string, path: string): Promise<Buffer | undefined> {
    return this.#folders.readFile(name, segment, path);
  }

  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  async install(files: PackageFiles): Promise<{ name: string; version: string }> {
    const bundle = await this.#folders.install(files);
    await this.#putInForce(bundle);
    return { name: bundle.name, version: bundle.version };
  }

  async setState(name: string, state: ExtensionStateName): Promise<void> {
    this.#require(name);
    await this.#seen(name, () =>
      this.#options.client.patch<UIBundleObject>({ ...UI_BUNDLES, name }, 'merge', { status: { state } }),
    );
  }

  async setVersion(name: string, version: string): Promise<void> {
    const bundle = this.#require(name).versions.find((one) => one.version === version);
    if (bundle === undefined) throw new Refusal(404, 'LB5007', { extension: name, version: version.slice(0, 64) });
    await this.#putInForce(bundle);
  }

  async remove(name: string): Promise<void> {
    const { versions } = this.#require(name);
    if (versions.every(({ origin }) => origin === 'builtin')) throw new Refusal(409, 'LB5012', { extension: name });
    const packages = this.#packages(name);
    const builtin = packages.find(({ origin }) => origin === 'builtin');
    // The object first, so that it never names a package that is gone.
    if (builtin !== undefined) {
      // A version that the removed one had taken the place of comes back.
      await this.#seen(name, () => this.#publisher.publish(builtin, false));
    } else {
      await this.#publisher.withdraw(name);
      await this.#until(() => this.#objects.get(name) === undefined);
    }
    if (packages.some(({ origin }) => origin === 'installed')) await this.#folders.remove(name);
    if (builtin === undefined) await this.#publisher.forget(name);
    await this.#refresh();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#listeners.clear();
    await this.#resources.disposeAsync();
    await this.#syncing.catch(() => {});
  }

  /** `<name>/<segment>` of what objects have put into the store. */
  listedSegments(): string[] {
    return this.#listing.extensions.map(({ active }) => `${active.name}/${active.segment}`);
  }

  /** Versions of a package on this computer's disk, newest first. */
  #packages(name: string): Bundle[] {
    return this.#folders.list().extensions.find((extension) => extension.name === name)?.versions ?? [];
  }

  /** The newest needs no pin, so that a newer one that arrives later takes over. */
  async #putInForce(bundle: Bundle): Promise<void> {
    const newest = this.#packages(bundle.name)[0]?.version;
    await this.#seen(bundle.name, () => this.#publisher.publish(bundle, bundle.version !== newest));
  }

  /** Writes, and waits until the listing shows it: whoever asks next must not read the state before. */
  async #seen(name: string, write: () => Promise<UIBundleObject>): Promise<void> {
    const before = this.#objects.get(name)?.metadata.resourceVersion;
    const written = (await write()).metadata.resourceVersion;
    if (written !== before) await this.#until(() => this.#objects.get(name)?.metadata.resourceVersion !== before);
    await this.#refresh();
  }

  async #until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + COMES_BACK;
    while (!condition() && !this.#closed && performance.now() < deadline) await sleep(5);
  }

  /** One after the other, so that none works with what the one before has changed. */
  #sync(): Promise<void> {
    const next = this.#syncing
      .catch(() => {})
      .then(async () => {
        if (this.#closed) return;
        const objects = new Map([...this.#objects.values()].map((object) => [object.metadata.name!, object]));
        await this.#publisher.sync(objects);
        this.#refreshSoon();
      });
    this.#syncing = next.catch(this.#options.onError);
    return this.#syncing;
  }

  /** Changes that come together make one listing. */
  #refreshSoon(): void {
    if (this.#refreshing || this.#closed) return;
    this.#refreshing = true;
    setImmediate(() => {
      this.#refreshing = false;
      if (!this.#closed) void this.#refresh().catch(this.#options.onError);
    });
  }

  async #refresh(): Promise<void> {
    const folders = this.#folders.list();
    const packages = new Map(folders.extensions.map((extension) => [extension.name, extension]));
    const objects = [...this.#objects.values()].sort((a, b) => (a.metadata.name! < b.metadata.name! ? -1 : 1));
    this.#resolutions.keepOnly(new Set(objects.map(({ metadata }) => metadata.name!)));
    const skipped: Skipped[] = [...folders.skipped, ...this.#publisher.skipped];
    const extensions = objects.flatMap((object) => {
      const { bundle, problem } = this.#resolutions.of(object);
      if (problem !== undefined) skipped.push(skip(object, problem));
      if (bundle === undefined) return [];
      return [listed(object, bundle, packages.get(bundle.name), problem)];
    });
    const listing: Listing = { extensions, skipped };
    if (JSON.stringify(outline(listing)) === JSON.stringify(outline(this.#listing))) return;
    this.#listing = listing;
    for (const listener of this.#listeners) listener();
  }

  #require(name: string): ListedExtension {
    const extension = this.#listing.extensions.find((one) => one.name === name);
    if (extension === undefined) throw new Refusal(404, 'LB5006', { extension: name.slice(0, 64) });
    return extension;
  }
}

function listed(
  object: UIBundleObject,
  active: Bundle,
  packages: ListedExtension | undefined,
  problem: Problem | undefined,
): ListedExtension {
  const others = (packages?.versions ?? []).filter(({ version }) => version !== active.version);
  return {
    name: active.name,
    state: stateOf(object),
    active,
    versions: [active, ...others].sort((a, b) => rcompare(a.version, b.version)),
    problems: [...(packages?.problems ?? []), ...(problem === undefined ? [] : [problem])],
  };
}

function skip({ metadata, spec }: UIBundleObject, problem: Problem): Skipped {
  return { extension: metadata.name!, ...(spec.version && { version: spec.version }), problem };
}

/** Of this data folder, for as long as it exists. */
async function serverId(dataDir: string): Promise<string> {
  const path = join(dataDir, 'server-id');
  const known = (await readIfPresent(path))?.toString('utf8').trim();
  if (known) return known;
  const id = randomUUID();
  await writeAtomically(path, `${id}\n`);
  return id;
}

/** What of a listing others can see. Manifests are told apart by their digest. */
function outline({ extensions, skipped }: Listing): unknown {
  const bundle = ({ manifest: _, ...rest }: Bundle) => rest;
  return [extensions.map((e) => [e.name, e.state, bundle(e.active), e.versions.map(bundle), e.problems]), skipped];
}
