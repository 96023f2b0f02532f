import { type Clock, systemClock } from '@luban/kube';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import { failureOf } from '../clusters/connection-failure.ts';
import { Refusal } from '../refusal.ts';

export interface PerClusterOptions<T> {
  clusters: ClusterRegistry;
  clock?: Clock;
  /** Begins to follow a cluster. `ready` resolves when what is there is known, or that it does not come now. */
  follow(handle: ClusterHandle): { value: T; ready: Promise<unknown> };
}

interface Followed<T> {
  handle: ClusterHandle;
  value: T;
  ready: Promise<unknown>;
  lastUsed: number;
}

/** How long somebody waits for a cluster that was not looked at before. */
const PATIENCE = 2_000;
/** How long a member is followed after it was asked for. */
const LINGER = 10 * 60_000;

/** Something that is followed in each cluster: always in the host, in members while somebody asks for it. */
export class PerCluster<T extends Disposable> implements Disposable {
  readonly #options: PerClusterOptions<T>;
  readonly #clock: Clock;
  readonly #followed = new Map<string, Followed<T>>();
  readonly #watching: Disposable;
  #sweep: Disposable;

  constructor(options: PerClusterOptions<T>) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#watching = options.clusters.watch(() => this.#dropStale());
    this.#sweep = this.#clock.after(LINGER, () => this.#dropUnused());
  }

  /** With what is there, if that is known soon. */
  async of(handle: ClusterHandle): Promise<T> {
    const followed = this.#follow(handle);
    const { promise: late, resolve } = Promise.withResolvers<void>();
    using _patience = this.#clock.after(PATIENCE, resolve);
    await Promise.race([followed.ready, late]);
    return followed.value;
  }

  /** As much as is known. */
  now(handle: ClusterHandle): T {
    return this.#follow(handle).value;
  }

  get size(): number {
    return this.#followed.size;
  }

  [Symbol.dispose](): void {
    this.#watching[Symbol.dispose]();
    this.#sweep[Symbol.dispose]();
    for (const name of [...this.#followed.keys()]) this.#drop(name);
  }

  #follow(handle: ClusterHandle): Followed<T> {
    const known = this.#followed.get(handle.name);
    // A handle is made anew with its connection.
    if (known?.handle.connection === handle.connection) {
      known.lastUsed = this.#clock.now();
      return known;
    }
    this.#drop(handle.name);
    const followed = { handle, ...this.#options.follow(handle), lastUsed: this.#clock.now() };
    this.#followed.set(handle.name, followed);
    return followed;
  }

  /** Clusters that were removed, or that are reached in another way now. */
  #dropStale(): void {
    for (const [name, { handle }] of this.#followed) {
      if (!handle.isHost && this.#options.clusters.get(name)?.connection !== handle.connection) this.#drop(name);
    }
  }

  #dropUnused(): void {
    const before = this.#clock.now() - LINGER;
    for (const [name, { handle, lastUsed }] of this.#followed)
      if (!handle.isHost && lastUsed <= before) this.#drop(name);
    this.#sweep = this.#clock.after(LINGER, () => this.#dropUnused());
  }

  #drop(name: string): void {
    this.#followed.get(name)?.value[Symbol.dispose]();
    this.#followed.delete(name);
  }
}

/** That a member does not answer is told where clusters are shown; it need not be said again for each of its lists. */
export function quietWhenAway(handle: ClusterHandle, onError: (error: unknown) => void): (error: unknown) => void {
  if (handle.isHost) return onError;
  return (error) => {
    if (!(error instanceof Refusal) && failureOf(error) === 'none') onError(error);
  };
}
