import type { Clock, KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { Cache } from './cache.ts';
import type { Index } from './cache-index.ts';
import { type KindOf, PODS } from './kinds.ts';
import { controllerOf } from './owners.ts';

export interface InformersOptions {
  client: KubeClient;
  clock: Clock;
  /** Told of failed requests and handlers; the informers go on. */
  onError?(error: unknown): void;
}

/** One cache for each kind, which all controllers, the scheduler and the kubelets share. */
export class Informers implements Disposable {
  readonly #options: InformersOptions;
  readonly #caches = new Map<string, Cache<KubeObject>>();

  constructor(options: InformersOptions) {
    this.#options = options;
  }

  /** Starts at the first call for the kind. Await `synced` before relying on it. */
  cache<T extends KubeObject>(kind: KindOf<T>): Cache<T> {
    const name = `${kind.resource}.${kind.version}.${kind.group}`;
    const known = this.#caches.get(name);
    if (known !== undefined) return known as unknown as Cache<T>;
    const { client, clock, onError = () => {} } = this.#options;
    const informer = new Informer<T>(client, kind, { clock, onError });
    const cache = new Cache(informer, clock, onError);
    this.#caches.set(name, cache as unknown as Cache<KubeObject>);
    return cache;
  }

  /** All caches that were asked for are complete. */
  async synced(): Promise<void> {
    await Promise.all([...this.#caches.values()].map((cache) => cache.synced));
  }

  [Symbol.dispose](): void {
    for (const cache of this.#caches.values()) cache[Symbol.dispose]();
  }
}

/** Objects by the unique id of their controller, and those that have none by `orphan:` and their namespace. */
export function byController<T extends KubeObject>(cache: Cache<T>): Index<T> {
  return cache.index('controller', (object) => [
    controllerOf(object)?.uid ?? `orphan:${object.metadata.namespace ?? ''}`,
  ]);
}

/** Objects by their namespace. */
export function byNamespace<T extends KubeObject>(cache: Cache<T>): Index<T> {
  return cache.index('namespace', ({ metadata }) => [metadata.namespace ?? '']);
}

/** Pods by the name of their node; those without one under the empty name. */
export function podsByNode(informers: Informers) {
  return informers.cache(PODS).index('node', ({ spec }) => [spec.nodeName ?? '']);
}
