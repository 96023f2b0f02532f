import type { StoreEvent } from '../store.ts';
import type { Version } from './version.ts';

/** An event whose states are the store's own. */
export interface CommittedEvent extends StoreEvent {
  readonly current: Version;
  readonly previous?: Version;
}

/** The durable events of one resource that are still remembered, in order. */
export class EventLog {
  #events: (CommittedEvent | undefined)[] = [];
  /** Those before are dropped already, and cleared away in bulk. */
  #start = 0;

  get length(): number {
    return this.#events.length - this.#start;
  }

  push(event: CommittedEvent): void {
    this.#events.push(event);
  }

  first(): CommittedEvent | undefined {
    return this.#events[this.#start];
  }

  shift(): CommittedEvent | undefined {
    const event = this.#events[this.#start];
    if (event === undefined) return undefined;
    this.#events[this.#start++] = undefined;
    if (this.#start >= 1024 && this.#start * 2 >= this.#events.length) {
      this.#events = this.#events.slice(this.#start);
      this.#start = 0;
    }
    return event;
  }

  /** Events after the revision. */
  after(revision: number): CommittedEvent[] {
    let low = this.#start;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as CommittedEvent).revision <= revision) low = middle + 1;
      else high = middle;
    }
    return this.#events.slice(low) as CommittedEvent[];
  }
}
