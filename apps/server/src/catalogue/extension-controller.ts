import { isDeepStrictEqual } from 'node:util';
import { type Clock, isStatusError, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { CATALOGUE_MARKS } from './catalogue-marks.ts';
import { type CatalogueObjects, extensionOf } from './catalogue-objects.ts';
import { tieToVersion, writeConfigMapArchive } from './config-map-archive.ts';
import { EXTENSION_FINALIZER, entryOf } from './extension-entry.ts';
import { heldVersions, type PastVersions } from './held-versions.ts';
import { NameQueue } from './name-queue.ts';
import {
  EXTENSION_VERSIONS,
  EXTENSIONS,
  type ExtensionObject,
  type ExtensionVersionObject,
  INSTALL_PLANS,
  type InstallPlanObject,
  KUBESPHERE_LABELS,
} from './objects.ts';
import type { Platform } from './platform.ts';
import { differing, offering } from './repository-owners.ts';
import type { RepositoryStates } from './repository-state.ts';
import { deleteObject, writeObject } from './write-object.ts';

export interface ExtensionControllerOptions {
  client: KubeClient;
  objects: CatalogueObjects;
  states: RepositoryStates;
  platform: Platform;
  past?: PastVersions;
  /** Archive of a version that nobody offers any more. Absent: it stays where it is, for as long as it is there. */
  archive?(version: ExtensionVersionObject): Promise<Uint8Array>;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Bytes of an archive that is kept in objects although nobody asked for that. */
const LARGEST_RESCUED = 16 * 2 ** 20;

/**
 * Keeps one Extension for the versions of each name: what the newest says of it, what can be installed here, and what its
 * plan tells of the installation. Takes away versions that nobody offers or needs any more.
 */
export class ExtensionController implements AsyncDisposable {
  readonly #options: ExtensionControllerOptions;
  readonly #queue: NameQueue;
  readonly #watches = new DisposableStack();
  /** Names that repositories listed, by repository. */
  readonly #offers = new Map<string, ReadonlySet<string>>();

  constructor(options: ExtensionControllerOptions) {
    const { objects, states, platform, clock = systemClock, onError } = options;
    this.#options = options;
    this.#queue = new NameQueue((name) => this.#reconcile(name), { clock, delay: 150, onError });
    const ofEntry = ({ metadata }: ExtensionObject) => this.#queue.add(metadata.name!);
    const ofVersion = (version: ExtensionVersionObject) => this.#queue.add(extensionOf(version));
    const ofPlan = ({ spec, metadata }: InstallPlanObject) => this.#queue.add(spec?.extension?.name || metadata.name!);
    const use = this.#watches;
    use.use(objects.extensions.subscribe({ onAdd: ofEntry, onUpdate: ofEntry, onDelete: ofEntry }));
    use.use(
      objects.versions.subscribe({
        onAdd: ofVersion,
        onUpdate: (object, previous) => {
          ofVersion(object);
          ofVersion(previous);
        },
        onDelete: ofVersion,
      }),
    );
    use.use(objects.plans.subscribe({ onAdd: ofPlan, onUpdate: ofPlan, onDelete: ofPlan }));
    // With a repository go its versions, also those that came while nobody led.
    use.use(objects.repositories.subscribe({ onAdd: () => this.#all(), onDelete: () => this.#all() }));
    use.use(states.watch((repository) => this.#offered(repository)));
    use.use(platform.watch(() => this.#all()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watches.dispose();
    await this.#queue[Symbol.asyncDispose]();
  }

  #all(): void {
    for (const { metadata } of this.#options.objects.extensions.values()) this.#queue.add(metadata.name!);
    for (const version of this.#options.objects.versions.values()) this.#queue.add(extensionOf(version));
  }

  #offered(repository: string): void {
    const now = new Set(this.#options.states.of(repository)?.offers ?? []);
    const before = this.#offers.get(repository) ?? new Set<string>();
    this.#offers.set(repository, now);
    for (const name of differing(now, before)) this.#queue.add(name);
  }

  async #reconcile(name: string): Promise<void> {
    const { objects, client } = this.#options;
    const entry = objects.extensions.get(name);
    if (entry?.metadata.deletionTimestamp !== undefined) return this.#takeAway(entry);
    await this.#removeOrphans(name);
    const versions = objects.versionsOf(name);
    // An Extension that a person makes needs no version; one that was made of versions goes with the last.
    const isOver =
      versions.length === 0 && entry !== undefined && this.#planOf(name) === undefined && this.#wasMade(entry);
    if (isOver) return deleteObject(client, EXTENSIONS, entry);
    await writeObject<ExtensionObject>(client, EXTENSIONS, name, entry, (found) => {
      if (found?.metadata.deletionTimestamp !== undefined) return undefined;
      const wanted = this.#wanted(name, found);
      return wanted === undefined || isSame(found, wanted) ? undefined : wanted;
    });
  }

  #wanted(name: string, entry: ExtensionObject | undefined): ExtensionObject | undefined {
    const { objects, states, platform } = this.#options;
    return entryOf({
      ...{ name, entry, platform: platform.versions },
      versions: objects.versionsOf(name),
      plan: this.#planOf(name),
      isRepository: (repository) => objects.repositories.get(repository) !== undefined,
      offeredBy: offering(name, objects.repositories.values(), states.offered),
    });
  }

  #planOf(name: string): InstallPlanObject | undefined {
    const plan = this.#options.objects.plans.get(name);
    return plan?.spec?.extension?.name === name || plan?.spec?.extension?.name === undefined ? plan : undefined;
  }

  #wasMade({ status }: ExtensionObject): boolean {
    return (status?.versions?.length ?? 0) > 0;
  }

  /** Versions that no repository has any more and no installation needs. */
  async #removeOrphans(name: string): Promise<void> {
    const { objects, client } = this.#options;
    const orphans = objects.versionsOf(name).filter((version) => this.#isOrphan(version));
    if (orphans.length === 0) return;
    const held = await this.#held();
    for (const orphan of orphans) {
      if (held.has(orphan.metadata.name!)) await this.#rescue(orphan);
      else await deleteObject(client, EXTENSION_VERSIONS, orphan);
    }
  }

  /** Its repository may be gone for good: another replica, or a new disk, still has to find the package. */
  async #rescue(version: ExtensionVersionObject): Promise<void> {
    const { client, archive, onError } = this.#options;
    const { chartDataRef, digest } = version.spec ?? {};
    if (archive === undefined || chartDataRef !== undefined || digest === undefined) return;
    try {
      const content = await archive(version);
      if (content.byteLength > LARGEST_RESCUED) return;
      const name = version.metadata.name!;
      const spec = { chartDataRef: await writeConfigMapArchive(client, name, content) };
      const { uid, resourceVersion } = version.metadata;
      const metadata = { uid, resourceVersion };
      await tieToVersion(client, await client.patch({ ...EXTENSION_VERSIONS, name }, 'merge', { metadata, spec }));
    } catch (error) {
      // It is not on this disk either, or somebody changed it meanwhile: the next change of it tries again.
      onError(error);
    }
  }

  #isOrphan({ metadata: { labels = {}, annotations = {} } }: ExtensionVersionObject): boolean {
    const repository = labels[KUBESPHERE_LABELS.repository];
    if (repository === undefined) return false;
    return annotations[CATALOGUE_MARKS.withdrawn] !== undefined || !this.#options.objects.repositories.get(repository);
  }

  /** The versions go first, as in KubeSphere. Those that an installation needs stay, and make a new entry. */
  async #takeAway(entry: ExtensionObject): Promise<void> {
    const { objects, client } = this.#options;
    const { name = '', finalizers = [] } = entry.metadata;
    if (!finalizers.includes(EXTENSION_FINALIZER)) return;
    const versions = objects.versionsOf(name);
    const held = versions.length === 0 ? new Set<string>() : await this.#held();
    for (const version of versions) {
      if (!held.has(version.metadata.name!)) await deleteObject(client, EXTENSION_VERSIONS, version);
    }
    await client
      .patch({ ...EXTENSIONS, name }, 'merge', {
        metadata: {
          resourceVersion: entry.metadata.resourceVersion,
          finalizers: finalizers.filter((finalizer) => finalizer !== EXTENSION_FINALIZER),
        },
      })
      .catch((error: unknown) => {
        if (!isStatusError(error, 'NotFound')) throw error;
      });
  }

  async #held(): Promise<ReadonlySet<string>> {
    const { client, past } = this.#options;
    const { items } = await client.list<InstallPlanObject>(INSTALL_PLANS);
    return heldVersions(items, past);
  }
}

/** Whether a write would change nothing. */
function isSame(found: ExtensionObject | undefined, wanted: ExtensionObject): boolean {
  if (found === undefined) return false;
  const outline = ({ metadata, spec, status }: ExtensionObject) => {
    const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = metadata;
    return JSON.parse(JSON.stringify([labels, annotations, finalizers, ownerReferences, spec ?? {}, status ?? {}]));
  };
  return isDeepStrictEqual(outline(found), outline(wanted));
}
