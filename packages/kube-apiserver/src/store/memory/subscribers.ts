import type { StorageKey, StoreEvent } from '../store.ts';

type Tell = (events: readonly StoreEvent[]) => void;

interface Subscriber {
  readonly tell: Tell;
  /** Has been told everything up to here. */
  readonly since: number;
  ended: boolean;
}

/** Who wants to hear of the events of which resource. */
export class Subscribers {
  readonly #subscribers = new Map<StorageKey, Set<Subscriber>>();
  readonly #onError: (error: unknown) => void;

  /** @param onError Takes what a subscriber throws; the others hear of the events nevertheless. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /**
   * @param since Revision that the subscriber knows after `earlier`.
   * @param earlier Told before this returns.
   */
  add(resource: StorageKey, since: number, earlier: readonly StoreEvent[], tell: Tell): Disposable {
    const subscriber: Subscriber = { tell, since, ended: false };
    const all = this.#subscribers.get(resource) ?? new Set();
    this.#subscribers.set(resource, all.add(subscriber));
    if (earlier.length > 0) this.#tell(subscriber, earlier);
    return {
      [Symbol.dispose]: () => {
        subscriber.ended = true;
        all.delete(subscriber);
        if (all.size === 0 && this.#subscribers.get(resource) === all) this.#subscribers.delete(resource);
      },
    };
  }

  /** Tells everybody what became durable together. */
  publish(resource: StorageKey, events: readonly StoreEvent[]): void {
    const newest = events.at(-1)?.revision ?? 0;
    for (const subscriber of this.#subscribers.get(resource) ?? []) {
      // One that came while the others are told has seen these events.
      if (subscriber.since < newest) this.#tell(subscriber, events);
    }
  }

  clear(): void {
    for (const all of this.#subscribers.values()) for (const subscriber of all) subscriber.ended = true;
    this.#subscribers.clear();
  }

  #tell(subscriber: Subscriber, events: readonly StoreEvent[]): void {
    if (subscriber.ended) return;
    try {
      subscriber.tell(events);
    } catch (error) {
      this.#onError(error);
    }
  }
}
