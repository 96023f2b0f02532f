import { Informer, type KubeClient, type ResourceKind } from '@luban/kube/client';
import { type ServedKinds, servedKinds } from './served-kinds.ts';

const WATCHED: readonly ResourceKind[] = [
  { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' },
  { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' },
];
/** A kind is served a moment after its definition says so, at times some more. Milliseconds. */
const LOOKS = [50, 1_000, 5_000];

/** Knows what a cluster serves, and hears of kinds that come and go. */
export class KindsWatch implements Disposable {
  readonly #client: KubeClient;
  readonly #onChange: () => void;
  readonly #informers: Informer[];
  readonly #timers = new Set<NodeJS.Timeout>();
  #kinds: ServedKinds | undefined;
  #asking: Promise<ServedKinds> | undefined;

  /** @param client of LuBan itself: what is served is no secret */
  constructor(client: KubeClient, { onChange, onError }: { onChange(): void; onError(error: unknown): void }) {
    this.#client = client;
    this.#onChange = onChange;
    this.#informers = WATCHED.map((kind) => new Informer(client, kind, { onError }));
    for (const informer of this.#informers) {
      void informer.start().then(() => {
        let told = false;
        const changed = () => void (told && this.#look());
        informer.subscribe({ onAdd: changed, onUpdate: changed, onDelete: changed });
        told = true;
      });
    }
  }

  kinds(): Promise<ServedKinds> {
    if (this.#kinds !== undefined) return Promise.resolve(this.#kinds);
    this.#asking ??= servedKinds(this.#client)
      .then((kinds) => {
        this.#kinds = kinds;
        return kinds;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }

  /** What was known last. */
  get last(): ServedKinds | undefined {
    return this.#kinds;
  }

  [Symbol.dispose](): void {
    for (const informer of this.#informers) informer[Symbol.dispose]();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #look(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const wait of LOOKS) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        void this.#compare();
      }, wait).unref();
      this.#timers.add(timer);
    }
  }

  async #compare(): Promise<void> {
    const before = this.#kinds;
    if (before === undefined) return;
    try {
      const now = await servedKinds(this.#client);
      if (now.size === before.size && [...now].every((kind) => before.has(kind))) return;
      this.#kinds = now;
      this.#onChange();
    } catch {
      // The cluster does not answer; its informers tell.
    }
  }
}
