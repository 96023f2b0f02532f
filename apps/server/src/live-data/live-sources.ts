import { apiVersionOf, type Clock } from '@luban/kube';
import type { LiveObjectRef, LiveSource } from '@luban/kube/live';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { LiveList } from './live-list.ts';
import { LiveObject } from './live-object.ts';
import { type Lease, SharedSources } from './shared-sources.ts';

export interface LiveSourcesOptions {
  clusters: ClusterRegistry;
  clock: Clock;
  /** Milliseconds that a source stays when nobody looks any more. */
  linger: number;
  onError(error: unknown): void;
}

/** Milliseconds that a source stays which somebody made to measure. */
const RARE_LINGER = 2_000;

/** Everything that is followed for the tabs of this server, in LuBan's own name. */
export class LiveSources implements Disposable {
  readonly #options: LiveSourcesOptions;
  readonly #lists: SharedSources<LiveList>;
  readonly #objects: SharedSources<LiveObject>;
  readonly #watched: Disposable;

  constructor(options: LiveSourcesOptions) {
    this.#options = options;
    this.#lists = new SharedSources(options.clock, options.linger);
    this.#objects = new SharedSources(options.clock, options.linger);
    this.#watched = options.clusters.watch(() => {
      for (const source of [...this.#lists.values(), ...this.#objects.values()]) source.clusterChanged();
    });
  }

  /** @param fieldSelector of what rows cannot tell by themselves */
  list({ cluster, group, version, resource, columns }: LiveSource, fieldSelector?: string): Lease<LiveList> {
    const id = JSON.stringify([cluster, group, version, resource, fieldSelector ?? '', columns ?? '']);
    return this.#lists.lease(
      id,
      () =>
        new LiveList({
          cluster,
          kind: { group, version, resource },
          fieldSelector,
          paths: columns,
          ...this.#common(cluster),
        }),
      // Hardly anybody else wants the same.
      fieldSelector === undefined && columns === undefined ? undefined : Math.min(RARE_LINGER, this.#options.linger),
    );
  }

  object({ cluster, group, version, resource, namespace, name }: LiveObjectRef): Lease<LiveObject> {
    const id = JSON.stringify([cluster, group, version, resource, namespace ?? '', name]);
    return this.#objects.lease(
      id,
      () =>
        new LiveObject({
          cluster,
          kind: { group, version, resource },
          apiVersion: apiVersionOf({ group, version }),
          namespace,
          name,
          ...this.#common(cluster),
        }),
    );
  }

  /** Lists and objects that are followed now. */
  get size(): number {
    return this.#lists.size + this.#objects.size;
  }

  [Symbol.dispose](): void {
    this.#watched[Symbol.dispose]();
    this.#lists[Symbol.dispose]();
    this.#objects[Symbol.dispose]();
  }

  #common(cluster: string) {
    const { clusters, clock, onError } = this.#options;
    return { clock, onError, connection: () => clusters.get(cluster)?.connection };
  }
}
