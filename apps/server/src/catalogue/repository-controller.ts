import { type Clock, systemClock, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { explain } from '@luban/manifest/messages';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import type { CatalogueObjects } from './catalogue-objects.ts';
import { heldVersions, type PastVersions } from './held-versions.ts';
import { NameQueue } from './name-queue.ts';
import {
  INSTALL_PLANS,
  type InstallPlanObject,
  KUBESPHERE_LABELS,
  REPOSITORIES,
  type RepositoryObject,
} from './objects.ts';
import { problemOf } from './problem-of.ts';
import type { RepositoryCredentials } from './repository-credentials.ts';
import { recordEvent } from './repository-events.ts';
import { differing, type Offered, offering } from './repository-owners.ts';
import { isBuiltin, specDigest, syncSettings, syncToken } from './repository-spec.ts';
import { newState, type RepositoryState, type RepositoryStates } from './repository-state.ts';
import { type SyncResult, syncRepository } from './repository-sync.ts';
import { untilNextSync } from './sync-schedule.ts';

export interface RepositoryControllerOptions {
  client: KubeClient;
  objects: CatalogueObjects;
  states: RepositoryStates;
  /** A reader that is kept for as long as the spec of the object stays the same. */
  open(repository: RepositoryObject): Promise<RepositoryReader> | RepositoryReader;
  /** Absent: passwords stay where they are. */
  credentials?: RepositoryCredentials;
  /** Keeps an archive that was fetched anyway. */
  keep(archive: Uint8Array): Promise<void>;
  past?: PastVersions;
  clock?: Clock;
  onError(error: unknown): void;
}

/** Share of an interval by which a sync may come later, so that not all come at once. */
const MOST_JITTER = 0.1;
/** Milliseconds between two writes of the progress. */
const PROGRESS_EVERY = 1_000;
/** Repositories synced at a time. */
const PARALLEL = 4;

interface Open {
  reader: RepositoryReader;
  spec: string;
}

/**
 * Syncs each Repository: when its spec changed or somebody asks, and otherwise now and then. It decides by what the object
 * says and by what was synced, never by comparing clocks of others.
 */
export class RepositoryController implements AsyncDisposable {
  readonly #options: RepositoryControllerOptions;
  readonly #clock: Clock;
  readonly #queue: NameQueue;
  readonly #timers = new Map<string, Disposable>();
  readonly #running = new Map<string, { spec: string; end: AbortController }>();
  readonly #readers = new Map<string, Open>();
  readonly #due = new Set<string>();
  readonly #watches = new DisposableStack();
  readonly #end = new AbortController();

  constructor(options: RepositoryControllerOptions) {
    const { clock = systemClock, objects, onError } = options;
    this.#options = options;
    this.#clock = clock;
    this.#queue = new NameQueue((name) => this.#reconcile(name), { clock, delay: 50, parallel: PARALLEL, onError });
    const changed = (repository: RepositoryObject) => {
      const name = repository.metadata.name!;
      // What a running sync was begun for is no longer what is wanted.
      const running = this.#running.get(name);
      if (running !== undefined && running.spec !== specDigest(repository)) running.end.abort();
      this.#queue.add(name);
    };
    this.#watches.use(
      objects.repositories.subscribe({
        onAdd: changed,
        onUpdate: changed,
        onDelete: ({ metadata }) => this.#gone(metadata.name!),
      }),
    );
  }

  /** Syncs a repository now, whatever its interval is. */
  sync(name: string): void {
    this.#due.add(name);
    this.#queue.add(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watches.dispose();
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
    this.#end.abort();
    await this.#queue[Symbol.asyncDispose]();
    await Promise.all([...this.#readers.values()].map(({ reader }) => reader[Symbol.asyncDispose]()));
  }

  async #reconcile(name: string): Promise<void> {
    const repository = this.#options.objects.repositories.get(name);
    if (repository === undefined || repository.metadata.deletionTimestamp !== undefined) return;
    // What is left of it comes back as a change.
    if (await this.#options.credentials?.take(repository)) return;
    const state = this.#options.states.of(name) ?? newState(name);
    const wait = this.#wait(repository, state);
    if (wait > 0) return this.#later(name, wait);
    await this.#sync(repository, state);
    const after = this.#options.states.of(name);
    if (after !== undefined) this.#later(name, Math.max(1_000, this.#wait(repository, after)));
  }

  /** Milliseconds until the next sync; 0: now. */
  #wait(repository: RepositoryObject, state: RepositoryState): number {
    if (this.#due.has(repository.metadata.name!)) return 0;
    return untilNextSync(repository, state, { now: this.#clock.now(), jitter: this.#jitterOf(repository) });
  }

  /** The same for a repository each time, so that looking at it again changes nothing. */
  #jitterOf({ metadata }: RepositoryObject): number {
    const uid = metadata.uid ?? '';
    let sum = 0;
    for (let i = 0; i < uid.length; i++) sum = (sum * 31 + uid.charCodeAt(i)) % 1_000;
    return (MOST_JITTER * sum) / 1_000;
  }

  async #sync(repository: RepositoryObject, before: RepositoryState): Promise<void> {
    const { client, objects, states, keep, onError } = this.#options;
    const name = repository.metadata.name!;
    const spec = specDigest(repository);
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, this.#end.signal]);
    this.#running.set(name, { spec, end });
    this.#due.delete(name);
    let current: RepositoryState = {
      ...before,
      spec,
      token: syncToken(repository),
      outcome: 'syncing',
      progress: undefined,
    };
    let writing = states.write(repository, current).catch(onError);
    let writtenAt = this.#clock.now();
    const progress = (news: Partial<RepositoryState>) => {
      current = { ...current, ...news };
      const isDue = news.offers !== undefined || this.#clock.now() - writtenAt >= PROGRESS_EVERY;
      if (!isDue) return;
      writtenAt = this.#clock.now();
      // One after the other; the newest one waits for none but the one under way.
      writing = writing.then(() => states.write(repository, current)).catch(onError);
    };
    let outcome: SyncResult | { error: unknown };
    try {
      outcome = await syncRepository({
        ...{ client, objects, repository, keep, before, signal, onProgress: progress },
        reader: await this.#reader(repository, spec),
        settings: syncSettings(repository),
        held: () => this.#held(),
        ownerOf: (extension) => this.#ownerOf(extension, name),
        ...(isBuiltin(repository) && { urlOf: ({ urls }) => `/repository/charts/${urls[0]}`, mayReplace: true }),
      });
    } catch (error) {
      outcome = { error };
    } finally {
      this.#running.delete(name);
      await writing;
    }
    if (this.#end.signal.aborted) return;
    // Begun again with what the object says now.
    if (end.signal.aborted) return this.#queue.add(name);
    // It went meanwhile; what was written goes, too.
    if (objects.repositories.get(name)?.metadata.uid !== repository.metadata.uid) return;
    await this.#conclude(repository, before, current, outcome);
  }

  async #conclude(
    repository: RepositoryObject,
    before: RepositoryState,
    current: RepositoryState,
    outcome: SyncResult | { error: unknown },
  ): Promise<void> {
    const { client, states } = this.#options;
    const name = repository.metadata.name!;
    const now = this.#clock.now();
    const { progress: _, problem: __, ...rest } = current;
    if ('error' in outcome) {
      const problem = problemOf(outcome.error);
      const failed = { ...rest, outcome: 'failed' as const, problem, endedAt: now, failures: before.failures + 1 };
      await states.write(repository, failed);
      const { sentence } = explain(problem, 'en');
      await recordEvent(
        client,
        repository,
        { type: 'Warning', reason: 'SyncFailed', message: `${sentence} (${problem.code})` },
        now,
      );
      return;
    }
    const { state, written, removed } = outcome;
    const synced = { ...rest, ...state, outcome: 'synced' as const, endedAt: now, failures: 0 };
    await states.write(repository, synced);
    // Whether the product's own repository was read is nobody's news.
    if (written + removed > 0 || before.outcome !== 'synced') {
      const problems = synced.chartProblems.length + synced.moreProblems;
      const message = `${synced.offers.length} extensions, ${written} versions written, ${removed} removed, ${problems} left out`;
      await recordEvent(client, repository, { type: 'Normal', reason: 'Synced', message }, now);
    }
    await client.patch({ ...REPOSITORIES, name }, 'merge', { status: { lastSyncTime: timestamp(now) } });
    this.#wake(name, before, synced);
  }

  /** Others are concerned when an extension that they have, too, came or went here. */
  #wake(name: string, before: RepositoryState, { offers }: RepositoryState): void {
    const changed = differing(new Set(offers), new Set(before.offers));
    if (changed.size === 0) return;
    for (const { metadata } of this.#options.objects.repositories.values()) {
      const other = metadata.name!;
      if (other === name) continue;
      if (this.#options.states.of(other)?.offers.some((extension) => changed.has(extension))) this.sync(other);
    }
  }

  #gone(name: string): void {
    this.#running.get(name)?.end.abort();
    this.#timers.get(name)?.[Symbol.dispose]();
    this.#timers.delete(name);
    this.#due.delete(name);
    const open = this.#readers.get(name);
    this.#readers.delete(name);
    void open?.reader[Symbol.asyncDispose]();
    for (const { metadata } of this.#options.objects.repositories.values()) {
      if (this.#options.states.of(metadata.name!)?.shadowed.length) this.sync(metadata.name!);
    }
  }

  async #reader(repository: RepositoryObject, spec: string): Promise<RepositoryReader> {
    const name = repository.metadata.name!;
    const known = this.#readers.get(name);
    if (known?.spec === spec) return known.reader;
    this.#readers.delete(name);
    await known?.reader[Symbol.asyncDispose]();
    const reader = await this.#options.open(repository);
    this.#readers.set(name, { reader, spec });
    return reader;
  }

  /** Asked for anew, since what they decide cannot be undone. */
  async #held(): Promise<ReadonlySet<string>> {
    const { client, past } = this.#options;
    const { items } = await client.list<InstallPlanObject>(INSTALL_PLANS);
    return heldVersions(items, past);
  }

  /** Who has an extension before this repository: somebody by hand, or an earlier repository. */
  #ownerOf(extension: string, name: string): { repository?: string } | undefined {
    const { objects, states } = this.#options;
    const entry = objects.extensions.get(extension);
    const isByHand =
      entry?.metadata.labels?.[KUBESPHERE_LABELS.repository] === undefined &&
      objects
        .versionsOf(extension)
        .some(({ metadata }) => metadata.labels?.[KUBESPHERE_LABELS.repository] === undefined);
    if (isByHand) return {};
    // Its own listing is at hand, and may not be written yet.
    const offered: Offered = (repository) => repository === name || states.offered(repository, extension);
    const [first] = offering(extension, objects.repositories.values(), offered);
    return first === undefined || first === name ? undefined : { repository: first };
  }

  #later(name: string, milliseconds: number): void {
    this.#timers.get(name)?.[Symbol.dispose]();
    this.#timers.set(
      name,
      this.#clock.after(milliseconds, () => this.#queue.add(name)),
    );
  }
}
