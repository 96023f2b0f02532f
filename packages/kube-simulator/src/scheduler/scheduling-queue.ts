import type { Clock } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import { compareText } from '../support/objects.ts';
import { PriorityQueue } from '../support/priority-queue.ts';

const FIRST_BACKOFF = 1000;
const LONGEST_BACKOFF = 10_000;
/** Pods that nobody woke are tried again after this. */
const LONGEST_WAIT = 300_000;
/** Attempts in a row before others get their turn, in milliseconds. */
const SLICE = 20;

interface Entry {
  key: string;
  priority: number;
  created: string;
}

/** Pods in the order in which they get their turn: by priority, then by age. Failed ones wait aside. */
export class SchedulingQueue implements Disposable {
  readonly #clock: Clock;
  readonly #attempt: (key: string) => void;
  readonly #queue = new PriorityQueue<Entry>(
    (a, b) => b.priority - a.priority || compareText(a.created, b.created) || compareText(a.key, b.key),
  );
  /** Keys in the queue with their entry; others in the queue are out of date. */
  readonly #active = new Map<string, Entry>();
  readonly #aside = new Map<string, { entry: Entry; until: number }>();
  readonly #attempts = new Map<string, number>();
  readonly #timers = new Map<string, Disposable>();
  #running = false;
  #ended = false;

  constructor(clock: Clock, attempt: (key: string) => void) {
    this.#clock = clock;
    this.#attempt = attempt;
  }

  add(key: string, pod: Pod): void {
    this.#activate({ key, priority: pod.spec.priority ?? 0, created: pod.metadata.creationTimestamp ?? '' });
  }

  /** The attempt failed. It is repeated when something changes, but not at once. */
  setAside(key: string, pod: Pod): void {
    if (this.#ended) return;
    const attempts = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempts);
    const backoff = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(attempts - 1, 10));
    const entry = { key, priority: pod.spec.priority ?? 0, created: pod.metadata.creationTimestamp ?? '' };
    this.#aside.set(key, { entry, until: this.#clock.now() + backoff });
    this.#wake(key, LONGEST_WAIT);
  }

  /** Something changed that may help. */
  retryAll(): void {
    const now = this.#clock.now();
    for (const [key, { entry, until }] of this.#aside) {
      if (until <= now) this.#activate(entry);
      else this.#wake(key, until - now);
    }
  }

  /** The pod has its node; its failures do not count any more. */
  forget(key: string): void {
    this.#attempts.delete(key);
    this.remove(key);
  }

  remove(key: string): void {
    this.#active.delete(key);
    this.#aside.delete(key);
    this.#timers.get(key)?.[Symbol.dispose]();
    this.#timers.delete(key);
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    for (const timer of this.#timers.values()) timer[Symbol.dispose]();
  }

  #activate(entry: Entry): void {
    if (this.#ended || this.#active.has(entry.key)) return;
    this.remove(entry.key);
    this.#active.set(entry.key, entry);
    this.#queue.push(entry);
    if (this.#running) return;
    this.#running = true;
    queueMicrotask(() => this.#run());
  }

  #run(): void {
    const start = performance.now();
    while (!this.#ended) {
      const entry = this.#queue.pop();
      if (entry === undefined) break;
      if (this.#active.get(entry.key) !== entry) continue;
      this.#active.delete(entry.key);
      this.#attempt(entry.key);
      if (performance.now() - start < SLICE) continue;
      setImmediate(() => this.#run());
      return;
    }
    this.#running = false;
  }

  #wake(key: string, delay: number): void {
    this.#timers.get(key)?.[Symbol.dispose]();
    this.#timers.set(
      key,
      this.#clock.after(delay, () => {
        const waiting = this.#aside.get(key);
        if (waiting !== undefined) this.#activate(waiting.entry);
      }),
    );
  }
}
