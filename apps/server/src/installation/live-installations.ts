import { type Clock, systemClock } from '@luban/kube';
import { Informer } from '@luban/kube/client';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import type { LiveClusters } from '../clusters/live-clusters.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { Refusal } from '../refusal.ts';
import type { ObjectRef, Releases, Remainder } from '../releases/releases.ts';
import type { InstallationLogs, LogTail } from './installation-logs.ts';
import type { Installations } from './installations.ts';
import type { Journal } from './journal.ts';
import { CONFIG_MAPS, INSTALLATION_LABEL, type InstallationObject, journalIn, journalName } from './journal-object.ts';
import { JournalStore } from './journal-store.ts';
import { defaultNamespace } from './plan.ts';

export interface LiveInstallationsOptions {
  clusters: LiveClusters;
  objects: CatalogueObjects;
  releases: Releases;
  /** Of the runs that this replica makes, if it leads. */
  logs: InstallationLogs;
  clock?: Clock;
  onError(error: unknown): void;
}

type Item = ObjectRef & { cluster: string };

/** What every replica knows of installations: by the journals in the cluster, and its own runs at once. */
export class LiveInstallations implements Installations, AsyncDisposable {
  readonly #options: LiveInstallationsOptions;
  readonly #objects: Informer<InstallationObject>;
  readonly #read = new Map<string, { resourceVersion: string; journal: Journal | undefined }>();
  readonly #listeners = new Set<(extension: string) => void>();
  readonly #resources = new DisposableStack();

  /** Resolves when all journals are known. */
  static async open(options: LiveInstallationsOptions): Promise<LiveInstallations> {
    const installations = new LiveInstallations(options);
    await installations.#objects.start();
    return installations;
  }

  private constructor(options: LiveInstallationsOptions) {
    this.#options = options;
    const { clusters, clock = systemClock, onError } = options;
    this.#objects = this.#resources.use(
      new Informer<InstallationObject>(clusters.system, CONFIG_MAPS, {
        ...{ namespace: OWN_NAMESPACE, labelSelector: `${INSTALLATION_LABEL}=journal` },
        clock,
        onError,
      }),
    );
    const changed = ({ metadata }: InstallationObject) => this.#changed(metadata.name!);
    this.#objects.subscribe({
      onAdd: changed,
      onUpdate: changed,
      onDelete: (last) => {
        this.#read.delete(last.metadata.name!);
        changed(last);
      },
    });
  }

  journal(extension: string): Journal | undefined {
    const name = journalName(extension);
    const object = this.#objects.get(`${OWN_NAMESPACE}/${name}`);
    if (object === undefined) return undefined;
    const { resourceVersion = '' } = object.metadata;
    const known = this.#read.get(name);
    if (known?.resourceVersion === resourceVersion) return known.journal;
    const journal = journalIn(object);
    this.#read.set(name, { resourceVersion, journal });
    return journal;
  }

  journals(): readonly Journal[] {
    const names = [...this.#objects.values()].map(({ metadata }) => metadata.name!.slice(journalName('').length));
    return names.flatMap((name) => this.journal(name) ?? []);
  }

  async *log(extension: string, signal: AbortSignal): AsyncIterable<string> {
    const { logs } = this.#options;
    let changed = Promise.withResolvers<void>();
    const wake = (name: string) => {
      if (name === extension) changed.resolve();
    };
    using _written = logs.watch(wake);
    using _journal = this.watch(wake);
    const aborted = () => changed.resolve();
    signal.addEventListener('abort', aborted);
    try {
      const run = this.journal(extension)?.runs[0]?.id;
      let next = 0;
      while (!signal.aborted) {
        changed = Promise.withResolvers<void>();
        const { from, lines } = this.#tail(extension);
        const start = Math.max(next, from);
        next = Math.max(next, from + lines.length);
        yield* lines.slice(start - from);
        const newest = this.journal(extension)?.runs[0];
        const isOver = newest?.state !== 'running' && logs.tail(extension) === undefined;
        // Also when the next one has begun.
        if (isOver || (run !== undefined && newest?.id !== run)) return;
        await changed.promise;
      }
    } finally {
      signal.removeEventListener('abort', aborted);
    }
  }

  logStart(extension: string): number {
    return this.#tail(extension).from;
  }

  watch(listener: (extension: string) => void): Disposable {
    const own = (extension: string) => listener(extension);
    this.#listeners.add(own);
    return { [Symbol.dispose]: () => void this.#listeners.delete(own) };
  }

  async purge(extension: string, items: readonly Item[]): Promise<{ item: ObjectRef; reason: string }[]> {
    const journal = this.journal(extension);
    // Nothing but what was reported: whoever asks may name anything.
    const known = (journal?.remains?.items ?? []).filter((left) => items.some((item) => isSame(left, item)));
    if (known.length === 0) throw new Refusal(404, 'LB7434', { extension });
    const failed = new Map<Remainder, string>();
    const clusters = Map.groupBy(known, ({ cluster }) => cluster);
    await Promise.all(
      [...clusters].map(async ([cluster, left]) => {
        for (const { item, reason } of await this.#purgeIn(extension, journal!, cluster, left)) {
          const found = left.find((one) => isSame({ ...item, cluster }, one));
          if (found !== undefined) failed.set(found, reason);
        }
      }),
    );
    const isGone = (left: Remainder) => known.some((one) => isSame(one, left) && !failed.has(one));
    await this.#keep(extension, (left) => !isGone(left));
    return [...failed].map(([item, reason]) => ({ item, reason }));
  }

  async dismiss(extension: string): Promise<void> {
    await this.#keep(extension, () => false);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    this.#resources.dispose();
  }

  async #purgeIn(extension: string, journal: Journal, cluster: string, items: readonly Remainder[]) {
    const { clusters, releases } = this.#options;
    const handle = clusters.get(cluster);
    if (handle === undefined) return items.map((item) => ({ item, reason: 'unknown cluster' }));
    const namespace = journal.namespace ?? defaultNamespace(extension);
    const target = { extension, cluster: handle, namespace, name: extension };
    return releases.purge(target, items).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      return items.map((item) => ({ item, reason }));
    });
  }

  /** Of what remains; a journal that says nothing more goes, if the plan has gone. */
  async #keep(extension: string, keeps: (left: Remainder) => boolean): Promise<void> {
    const store = new JournalStore(this.#options.clusters.system);
    const journal = await store.change(extension, (draft) => {
      const items = draft.remains?.items.filter(keeps) ?? [];
      draft.remains = draft.remains !== undefined && items.length > 0 ? { ...draft.remains, items } : undefined;
    });
    if (journal.remains === undefined && this.#options.objects.plans.get(extension) === undefined) {
      await store.remove(extension);
    }
  }

  /** From memory where the run is made, else as it was saved. */
  #tail(extension: string): LogTail {
    const live = this.#options.logs.tail(extension);
    if (live !== undefined) return live;
    const { log = '', logFrom } = this.#objects.get(`${OWN_NAMESPACE}/${journalName(extension)}`)?.data ?? {};
    return { lines: log === '' ? [] : log.split('\n'), from: Number(logFrom) || 0 };
  }

  #changed(name: string): void {
    const extension = name.slice(journalName('').length);
    for (const listener of this.#listeners) listener(extension);
  }
}

function isSame(a: Item, b: Item): boolean {
  return (
    a.cluster === b.cluster &&
    a.apiVersion === b.apiVersion &&
    a.kind === b.kind &&
    (a.namespace ?? '') === (b.namespace ?? '') &&
    a.name === b.name
  );
}
