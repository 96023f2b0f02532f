import { createHash } from 'node:crypto';
import { isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import type { Problem } from '@luban/manifest';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { CONFIG_MAPS } from './config-map-archive.ts';
import { REPOSITORIES, type RepositoryObject } from './objects.ts';
import type { Offered } from './repository-owners.ts';

/** A chart that was left out. */
export interface ChartProblem {
  chart: string;
  version?: string;
  problem: Problem;
}

/** What is known of a repository beside its object, whose definition may be somebody else's and has no room for it. */
export interface RepositoryState {
  /** Name of the repository. */
  repository: string;
  /** Counts what was written, so that what comes back late is told from what is new. */
  revision: number;
  /** See `specDigest`; of the newest sync. */
  spec: string;
  /** Value of the annotation that the newest sync answered. */
  token: string;
  outcome: 'syncing' | 'synced' | 'failed';
  /** Why the newest sync failed. */
  problem?: Problem;
  progress?: { done: number; of: number };
  /** Milliseconds of the epoch, by the clock of whoever synced. */
  endedAt?: number;
  /** Syncs in a row that failed. */
  failures: number;
  /** Charts in the listing, all versions counted. Absent: it was never listed. */
  listed?: number;
  /** Names of all extensions that it lists, whether or not they are used. */
  offers: string[];
  /** Those that another repository, or somebody by hand, had first. */
  shadowed: string[];
  chartProblems: ChartProblem[];
  /** Problems beyond those that are kept. */
  moreProblems: number;
  /** What packages that cannot be read were listed as, by `<name>-<version>`: they are not fetched again. */
  refused: Record<string, { listed: string; problem: Problem }>;
}

export const newState = (repository: string): RepositoryState => ({
  ...{ repository, revision: 0, spec: '', token: '', outcome: 'syncing', failures: 0, offers: [], shadowed: [] },
  ...{ chartProblems: [], moreProblems: 0, refused: {} },
});

const LABEL = 'luban.dev/repository-state';

interface StateObject extends KubeObject {
  data?: Record<string, string>;
}

/** What syncs have told, followed in every replica. */
export class RepositoryStates implements Disposable {
  readonly #client: KubeClient;
  readonly #objects: Informer<StateObject>;
  readonly #listeners = new Set<(repository: string) => void>();
  readonly #states = new Map<string, RepositoryState>();
  readonly #offers = new Map<string, ReadonlySet<string>>();
  readonly #resources = new DisposableStack();

  static async open(client: KubeClient, onError: (error: unknown) => void): Promise<RepositoryStates> {
    const states = new RepositoryStates(client, onError);
    await states.#objects.start();
    return states;
  }

  private constructor(client: KubeClient, onError: (error: unknown) => void) {
    this.#client = client;
    this.#objects = this.#resources.use(
      new Informer<StateObject>(client, CONFIG_MAPS, { namespace: OWN_NAMESPACE, labelSelector: LABEL, onError }),
    );
    const take = (object: StateObject) => {
      const state = stateIn(object);
      const known = state && this.#states.get(state.repository);
      // Of several writes in a row, the first comes back after the last was made.
      if (state !== undefined && !(known !== undefined && state.revision < known.revision)) this.#set(state);
    };
    this.#resources.use(
      this.#objects.subscribe({
        onAdd: take,
        onUpdate: take,
        onDelete: (object) => {
          const name = stateIn(object)?.repository;
          if (name === undefined || !this.#states.delete(name)) return;
          this.#offers.delete(name);
          this.#tell(name);
        },
      }),
    );
  }

  of(repository: string): RepositoryState | undefined {
    return this.#states.get(repository);
  }

  /** Whether a repository listed an extension the last time. */
  readonly offered: Offered = (repository, extension) => this.#offers.get(repository)?.has(extension) === true;

  /** Called after each change. */
  watch(listener: (repository: string) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Keeps a state; it goes with its repository. */
  async write(repository: RepositoryObject, news: Omit<RepositoryState, 'revision'>): Promise<void> {
    const state = { ...news, revision: (this.#states.get(news.repository)?.revision ?? 0) + 1 };
    // Known here at once: the next decision may depend on it.
    this.#set(state);
    const { name = '', uid = '' } = repository.metadata;
    const metadata = {
      name: stateName(name),
      namespace: OWN_NAMESPACE,
      labels: { ...OWN_LABELS, [LABEL]: 'true' },
      ownerReferences: [{ apiVersion: `${REPOSITORIES.group}/${REPOSITORIES.version}`, kind: 'Repository', name, uid }],
    };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { state: JSON.stringify(state) } };
    const ref = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE };
    try {
      await this.#client.update({ ...ref, name: metadata.name }, object);
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
      await this.#client.create(ref, object);
    }
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#resources.dispose();
  }

  #set(state: RepositoryState): void {
    this.#states.set(state.repository, state);
    this.#offers.set(state.repository, new Set(state.offers));
    this.#tell(state.repository);
  }

  #tell(repository: string): void {
    for (const listener of this.#listeners) listener(repository);
  }
}

/** Names of repositories may be as long as those of ConfigMaps. */
function stateName(repository: string): string {
  const name = `repository.${repository}`;
  if (name.length <= 253) return name;
  return `${name.slice(0, 200)}.${createHash('sha256').update(repository).digest('hex').slice(0, 16)}`;
}

/** What somebody else has written there counts for nothing. */
function stateIn({ data }: StateObject): RepositoryState | undefined {
  try {
    const read = JSON.parse(data?.state ?? '') as Partial<RepositoryState> | null;
    if (typeof read !== 'object' || read === null || typeof read.repository !== 'string') return undefined;
    const list = <T>(value: readonly T[] | undefined): T[] => (Array.isArray(value) ? value : []);
    return {
      ...newState(read.repository),
      ...read,
      revision: Number(read.revision) || 0,
      offers: list(read.offers),
      shadowed: list(read.shadowed),
      chartProblems: list(read.chartProblems),
      refused: typeof read.refused === 'object' && read.refused !== null ? read.refused : {},
    };
  } catch {
    return undefined;
  }
}
