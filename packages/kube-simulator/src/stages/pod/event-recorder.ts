import { type Clock, isStatusError, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Event, Pod } from '@luban/kube/kinds';
import { hexadecimal, randomOf } from '../random.ts';
import type { StageEvent } from '../stage.ts';

interface Recorded {
  namespace: string;
  name: string;
  count: number;
}

const MOST_REMEMBERED = 2000;

/** Writes the events of a node's kubelet. Repeated ones are counted up, as those of the real one. */
export class EventRecorder {
  readonly #client: KubeClient;
  readonly #clock: Clock;
  readonly #node: string;
  readonly #onError: (error: unknown) => void;
  readonly #recorded = new Map<string, Recorded>();
  #queue: Promise<void> = Promise.resolve();

  constructor(client: KubeClient, clock: Clock, node: string, onError: (error: unknown) => void) {
    this.#client = client;
    this.#clock = clock;
    this.#node = node;
    this.#onError = onError;
  }

  /** @param container that the event is about, when it is about one */
  record(pod: Pod, event: StageEvent, container?: { field: string; name: string }): void {
    const now = this.#clock.now();
    this.#queue = this.#queue.then(() => this.#write(pod, event, container, now)).catch(this.#onError);
  }

  /** Resolves when everything recorded so far is written. */
  settled(): Promise<void> {
    return this.#queue;
  }

  async #write(pod: Pod, event: StageEvent, container: { field: string; name: string } | undefined, now: number) {
    const { namespace = 'default', name = '', uid, resourceVersion } = pod.metadata;
    const fieldPath = container === undefined ? undefined : `spec.${container.field}{${container.name}}`;
    const key = JSON.stringify([uid, fieldPath, event.type, event.reason, event.message]);
    const events = { group: '', version: 'v1', resource: 'events', namespace };
    const known = this.#recorded.get(key);
    try {
      if (known !== undefined) {
        known.count++;
        await this.#client.patch({ ...events, name: known.name }, 'merge', {
          count: known.count,
          lastTimestamp: timestamp(now),
        });
        return;
      }
      const created: Recorded = { namespace, name: `${name}.${hexadecimal(randomOf(key, now), 16)}`, count: 1 };
      await this.#client.create<Event>(events, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: created.name, namespace, annotations: { 'luban.dev/simulated': 'true' } },
        involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion, fieldPath },
        reason: event.reason,
        message: event.message.slice(0, 1024),
        type: event.type,
        source: { component: 'kubelet', host: this.#node },
        reportingComponent: 'kubelet',
        reportingInstance: this.#node,
        firstTimestamp: timestamp(now),
        lastTimestamp: timestamp(now),
        count: 1,
      });
      this.#recorded.set(key, created);
      this.#forget();
    } catch (error) {
      // The event's own time to live is over, or its namespace is going away.
      if (isStatusError(error, 'NotFound')) this.#recorded.delete(key);
      else if (!isStatusError(error, 'Forbidden') && !isStatusError(error, 'AlreadyExists')) throw error;
    }
  }

  #forget(): void {
    if (this.#recorded.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#recorded.keys();
    if (oldest !== undefined) this.#recorded.delete(oldest);
  }
}
