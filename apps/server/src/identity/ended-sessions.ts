import { isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;
const NAME = 'luban-ended-sessions';
/** Most ended sessions that are remembered: what a ConfigMap holds with room to spare. */
const MOST = 10_000;

/**
 * Ids of sessions that somebody signed out of, each until its cookie is worth nothing by itself. Kept in a ConfigMap, so
 * that a cookie which was copied before is worth nothing at any replica.
 */
export class EndedSessions implements Disposable {
  readonly #client: KubeClient;
  readonly #informer: Informer;
  readonly #now: () => number;
  readonly #subscription: Disposable;
  readonly #listeners = new Set<() => void>();
  /** Session id to milliseconds of the epoch. */
  readonly #ended = new Map<string, number>();

  constructor(client: KubeClient, now: () => number, onError: (error: unknown) => void) {
    this.#client = client;
    this.#now = now;
    const fieldSelector = `metadata.name=${NAME}`;
    this.#informer = new Informer(client, CONFIG_MAPS, { namespace: OWN_NAMESPACE, fieldSelector, onError });
    this.#subscription = this.#informer.subscribe({
      onAdd: (object) => this.#read(object),
      onUpdate: (object) => this.#read(object),
    });
  }

  start(): Promise<void> {
    return this.#informer.start();
  }

  has(id: string): boolean {
    return this.#ended.has(id);
  }

  /** Holds here at once, and everywhere within moments. */
  async add(id: string, until: number): Promise<void> {
    this.#ended.set(id, until);
    this.#tell();
    const data: Record<string, string | null> = { [id]: String(until) };
    for (const forgotten of this.#forget()) data[forgotten] = null;
    const ref = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE };
    try {
      await this.#client.patch({ ...ref, name: NAME }, 'merge', { data });
    } catch (error) {
      if (!isStatusError(error, 'NotFound')) throw error;
      const metadata = { name: NAME, labels: { ...OWN_LABELS, 'kubesphere.io/managed': 'true' } };
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [id]: String(until) } };
      await this.#client.create(ref, object).catch((failure: unknown) => {
        if (!isStatusError(failure, 'AlreadyExists')) throw failure;
        return this.#client.patch({ ...ref, name: NAME }, 'merge', { data });
      });
    }
  }

  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
    this.#informer[Symbol.dispose]();
  }

  #read({ data }: KubeObject): void {
    for (const [id, until] of Object.entries((data ?? {}) as Record<string, unknown>)) {
      const time = Number(until);
      if (time > this.#now()) this.#ended.set(id, time);
    }
    this.#tell();
  }

  /** @returns those that need not be remembered any more */
  #forget(): string[] {
    const byEnd = [...this.#ended].sort(([, a], [, b]) => a - b);
    const surplus = byEnd.length - MOST;
    const forgotten = byEnd.filter(([, until], i) => until <= this.#now() || i < surplus).map(([id]) => id);
    for (const id of forgotten) this.#ended.delete(id);
    return forgotten;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
