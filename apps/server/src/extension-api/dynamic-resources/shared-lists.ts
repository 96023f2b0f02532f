import { type Clock, type KubeObject, systemClock } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { Refusal } from '../../refusal.ts';
import type { ServedKind } from './served-kinds.ts';

export interface SharedListsOptions {
  /** Of LuBan itself. */
  client: KubeClient;
  clock?: Clock;
  onError(error: unknown): void;
  /** Milliseconds that a list is followed after somebody asked for it. Default: 60,000. */
  linger?: number;
}

interface Followed {
  informer: Informer;
  synced: Promise<unknown>;
  isSynced: boolean;
  end: Disposable;
}

/** How long somebody waits for the first list of a kind. */
const PATIENCE = 10_000;
/** How long a list is waited for to show what was written just now. */
const SETTLES_WITHIN = 500;

/** One list of each kind of a cluster, for all who ask, followed for as long as they do. */
export class SharedLists implements Disposable {
  readonly #options: SharedListsOptions;
  readonly #clock: Clock;
  readonly #linger: number;
  readonly #followed = new Map<string, Followed>();

  constructor(options: SharedListsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#linger = options.linger ?? 60_000;
  }

  /** All objects of the kind; they must not be changed. @throws Refusal 504 when the cluster takes too long */
  async of(kind: ServedKind): Promise<readonly KubeObject[]> {
    const followed = this.#follow(kind);
    if (!followed.isSynced && !(await this.#within(followed.synced, PATIENCE))) {
      throw new Refusal(504, 'LB5418', { resource: `${kind.resource}.${kind.group}` });
    }
    return [...followed.informer.values()];
  }

  /** Waits, not for long, until the list has an object as it was written, so that who wrote it finds it. */
  async settle(kind: ServedKind, written: KubeObject): Promise<void> {
    const followed = this.#followed.get(keyOf(kind));
    if (followed === undefined || !followed.isSynced) return;
    const { namespace, name, resourceVersion } = written.metadata;
    const key = namespace === undefined ? String(name) : `${namespace}/${name}`;
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (followed.informer.get(key)?.metadata.resourceVersion === resourceVersion) resolve();
    };
    using _watching = followed.informer.subscribe({ onAdd: look, onUpdate: look });
    await this.#within(promise, SETTLES_WITHIN);
  }

  get size(): number {
    return this.#followed.size;
  }

  [Symbol.dispose](): void {
    for (const { informer, end } of this.#followed.values()) {
      end[Symbol.dispose]();
      informer[Symbol.dispose]();
    }
    this.#followed.clear();
  }

  #follow(kind: ServedKind): Followed {
    const key = keyOf(kind);
    const known = this.#followed.get(key);
    known?.end[Symbol.dispose]();
    const end = this.#clock.after(this.#linger, () => {
      this.#followed.get(key)?.informer[Symbol.dispose]();
      this.#followed.delete(key);
    });
    if (known !== undefined) {
      known.end = end;
      return known;
    }
    const { client, onError } = this.#options;
    const informer = new Informer(client, kind, { clock: this.#clock, onError });
    const followed: Followed = { informer, synced: informer.start(), isSynced: false, end };
    void followed.synced.then(() => {
      followed.isSynced = true;
    });
    this.#followed.set(key, followed);
    return followed;
  }

  async #within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
    let timer: Disposable | undefined;
    const late = new Promise<false>((resolve) => {
      timer = this.#clock.after(milliseconds, () => resolve(false));
    });
    const result = await Promise.race([promise.then(() => true), late]);
    timer?.[Symbol.dispose]();
    return result;
  }
}

function keyOf({ group, version, resource }: ServedKind): string {
  return `${group}/${version}/${resource}`;
}
