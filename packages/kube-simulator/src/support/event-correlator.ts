import type { Clock } from '@luban/kube';
import type { ObjectReference } from '@luban/kube/kinds';

export interface CorrelatedEvent {
  /** The event that already says it. Absent: write a new one. */
  known?: string;
  message: string;
  /** How often it happened, this time included. */
  count: number;
  /** To be called with the name of a new event. */
  written(name: string): void;
}

interface Aggregate {
  /** Different messages of late. */
  messages: Set<string>;
  last: number;
}

interface Budget {
  tokens: number;
  last: number;
}

/** The defaults of client-go's record.EventCorrelator. Times in milliseconds. */
const KEPT = 4096;
const SIMILAR = 10;
const SIMILAR_WITHIN = 600_000;
const BURST = 25;
const REFILL = 300_000;

/** Decides what becomes of an event: new, one more of the same, combined with similar ones, or dropped as too many. */
export class EventCorrelator {
  readonly #clock: Clock;
  readonly #written = new Recent<{ name: string; count: number }>(KEPT);
  readonly #aggregates = new Recent<Aggregate>(KEPT);
  readonly #budgets = new Recent<Budget>(KEPT);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns undefined when the event is to be dropped */
  correlate(event: {
    object: ObjectReference;
    type: string;
    reason: string;
    message: string;
  }): CorrelatedEvent | undefined {
    const about = [event.object.kind, event.object.namespace, event.object.name, event.object.uid].join('\0');
    const similar = [about, event.object.fieldPath, event.type, event.reason].join('\0');
    const combined = this.#isOneOfMany(similar, event.message);
    const message = combined ? `(combined from similar events): ${event.message}` : event.message;
    const same = combined ? similar : `${similar}\0${event.message}`;
    if (!this.#mayWrite(about)) return undefined;
    const known = this.#written.get(same);
    if (known !== undefined) known.count++;
    return {
      ...(known && { known: known.name }),
      message,
      count: known?.count ?? 1,
      written: (name) => this.#written.set(same, { name, count: 1 }),
    };
  }

  #isOneOfMany(similar: string, message: string): boolean {
    const now = this.#clock.now();
    let aggregate = this.#aggregates.get(similar);
    if (aggregate === undefined || now - aggregate.last > SIMILAR_WITHIN) {
      aggregate = { messages: new Set(), last: now };
      this.#aggregates.set(similar, aggregate);
    }
    aggregate.last = now;
    if (aggregate.messages.size < SIMILAR || aggregate.messages.has(message)) {
      aggregate.messages.add(message);
      return aggregate.messages.size >= SIMILAR;
    }
    return true;
  }

  #mayWrite(about: string): boolean {
    const now = this.#clock.now();
    const budget = this.#budgets.get(about) ?? { tokens: BURST, last: now };
    budget.tokens = Math.min(BURST, budget.tokens + (now - budget.last) / REFILL);
    budget.last = now;
    this.#budgets.set(about, budget);
    if (budget.tokens < 1) return false;
    budget.tokens--;
    return true;
  }
}

/** A map that forgets what was used least recently. */
class Recent<V> {
  readonly #limit: number;
  readonly #entries = new Map<string, V>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}
