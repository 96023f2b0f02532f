import type { AuditEvent } from './audit-event.ts';
import { type AuditQuery, matchesAuditQuery } from './audit-query.ts';

export interface AuditSink {
  add(event: AuditEvent): void;
}

/** The newest events of this replica, in memory, for those who ask and those who look on. */
export class AuditLog {
  readonly #size: number;
  readonly #sinks: readonly AuditSink[];
  readonly #listeners = new Set<(event: AuditEvent) => void>();
  #events: AuditEvent[] = [];

  /**
   * @param sinks get each event as it comes, and must not make anybody wait
   * @param size events kept at most. Default: 10,000.
   */
  constructor(sinks: readonly AuditSink[], size = 10_000) {
    this.#sinks = sinks;
    this.#size = size;
  }

  /** What an earlier run kept, oldest first. */
  remember(events: readonly AuditEvent[]): void {
    this.#events = [...events, ...this.#events].slice(-this.#size);
  }

  add(event: AuditEvent): void {
    this.#events.push(event);
    // In larger steps, since moving everything down by one each time costs more than some room.
    if (this.#events.length > this.#size * 1.25) this.#events = this.#events.slice(-this.#size);
    for (const sink of this.#sinks) sink.add(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** The newest that fit, oldest first. */
  find(query: AuditQuery): AuditEvent[] {
    const found: AuditEvent[] = [];
    for (let i = this.#events.length - 1; i >= 0 && found.length < query.limit; i--) {
      if (matchesAuditQuery(this.#events[i]!, query)) found.push(this.#events[i]!);
    }
    return found.reverse();
  }

  /** Time of the oldest event that is known here. */
  get oldest(): string | undefined {
    return this.#events[0]?.time;
  }

  get size(): number {
    return this.#events.length;
  }

  listen(listener: (event: AuditEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }
}
