import type { Metrics } from '../metrics/metrics.ts';
import type { Caller } from './limit-rules.ts';
import { VERB_CLASSES, type VerbClass } from './verb-class.ts';

/** A class of requests, or `streams` for those that were too many at once. */
export type RefusedClass = VerbClass | 'streams';

/** Counts what limits refuse, for metrics and for people. */
export class RefusedRequests {
  /** So far, by class. */
  readonly counts: Readonly<Record<RefusedClass, number>>;
  readonly #counts: Record<RefusedClass, number>;
  readonly #add: (what: RefusedClass, caller: Caller) => void;

  constructor(metrics: Metrics) {
    this.#counts = Object.fromEntries([...VERB_CLASSES, 'streams'].map((name) => [name, 0])) as Record<
      RefusedClass,
      number
    >;
    this.counts = this.#counts;
    const counter = metrics.counter({
      name: 'luban_limits_refused_total',
      help: 'Requests that were refused by a limit, by verb class and kind of caller.',
      labels: ['verbs', 'caller'],
    });
    this.#add = (verbs, caller) => counter.add(1, { verbs, caller });
  }

  add(what: RefusedClass, caller: Caller): void {
    this.#counts[what] += 1;
    this.#add(what, caller);
  }
}
