import { type Clock, type KubeObject, StatusError, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Event, ObjectReference } from '@luban/kube/kinds';
import { EventCorrelator } from './event-correlator.ts';
import { EVENTS } from './kinds.ts';

/** The longest message that the API takes. */
const LONGEST_MESSAGE = 1024;
/** Waiting events; more are dropped, as by Kubernetes' own recorder. */
const LONGEST_QUEUE = 1000;

export interface EventSource {
  /** Such as `kubelet`. */
  component: string;
  /** Node, for components that run on one. */
  host?: string;
}

interface Occurrence {
  object: ObjectReference;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  annotations?: Record<string, string>;
  time: number;
}

/**
 * Writes events about objects, one at a time and in order. Repeated ones become a count on the first, similar ones are
 * combined, and too many about one object are dropped, as client-go does. Failures lose the event and nothing else.
 */
export class EventRecorder implements Disposable {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #source: EventSource;
  readonly #correlator: EventCorrelator;
  #waiting: Occurrence[] = [];
  #writing = false;
  #sequence = 0;

  constructor(client: KubeClient, clock: Clock, source: EventSource) {
    this.#client = client;
    this.#clock = clock;
    this.#source = source;
    this.#correlator = new EventCorrelator(clock);
  }

  /** @param about an object with its `apiVersion` and `kind`, or a reference to one */
  event(
    about: KubeObject | ObjectReference,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    annotations?: Record<string, string>,
  ): void {
    if (this.#waiting.length >= LONGEST_QUEUE) return;
    const short = message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE - 3)}...` : message;
    this.#waiting.push({
      object: reference(about),
      type,
      reason,
      message: short,
      annotations,
      time: this.#clock.now(),
    });
    if (!this.#writing) void this.#writeAll();
  }

  /** Forgets what is not written yet. */
  [Symbol.dispose](): void {
    this.#waiting = [];
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        await this.#write(next);
      } catch {
        // Events are a courtesy. The namespace may be on its way out, or the server away.
      }
    }
    this.#writing = false;
  }

  async #write({ object, type, reason, message, annotations, time }: Occurrence): Promise<void> {
    const outcome = this.#correlator.correlate({ object, type, reason, message });
    if (outcome === undefined) return;
    const namespace = object.namespace ?? 'default';
    const now = timestamp(time);
    const ref = { ...EVENTS, namespace };
    if (outcome.known !== undefined) {
      const patch = { count: outcome.count, lastTimestamp: now, message: outcome.message };
      try {
        await this.#client.patch({ ...ref, name: outcome.known }, 'strategic', patch);
        return;
      } catch (error) {
        // Events expire. Then the repeated one is a new one.
        if (!(error instanceof StatusError) || error.code !== 404) throw error;
      }
    }
    const name = `${(object.name ?? '').slice(0, 230)}.${this.#nameSuffix(time)}`;
    const event: Event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace, ...(annotations && { annotations }) },
      involvedObject: object,
      reason,
      message: outcome.message,
      source: { component: this.#source.component, ...(this.#source.host && { host: this.#source.host }) },
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type,
      reportingComponent: this.#source.component,
      reportingInstance: this.#source.host ?? '',
    };
    await this.#client.create(ref, event);
    outcome.written(name);
  }

  /** Looks like the nanoseconds in hexadecimal that client-go takes, and does not repeat within a recorder. */
  #nameSuffix(time: number): string {
    this.#sequence = (this.#sequence + 1) % 1_000_000;
    const component = [...this.#source.component].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 1000;
    return (BigInt(Math.trunc(time)) * 1_000_000n + BigInt(component * 1000) + BigInt(this.#sequence)).toString(16);
  }
}

function reference(about: KubeObject | ObjectReference): ObjectReference {
  if (!isWhole(about)) return about;
  const { apiVersion, kind, metadata } = about;
  const { namespace, name, uid, resourceVersion } = metadata;
  return { kind, ...(namespace !== undefined && { namespace }), name, uid, apiVersion, resourceVersion };
}

function isWhole(about: KubeObject | ObjectReference): about is KubeObject {
  return 'metadata' in about;
}
