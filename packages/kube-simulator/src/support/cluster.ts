import type { Clock, KubeObject } from '@luban/kube';
import { apiVersionOf, isStatusError } from '@luban/kube';
import type { DeleteOptions, KubeClient, PatchType } from '@luban/kube/client';
import type { Cache } from './cache.ts';
import { EventRecorder } from './event-recorder.ts';
import type { Informers } from './informers.ts';
import { type Draft, type KindOf, refOf } from './kinds.ts';
import type { Random } from './random.ts';

export interface ClusterOptions {
  client: KubeClient;
  informers: Informers;
  clock: Clock;
  random: Random;
  /** Field manager of writes, such as `kube-controller-manager`. */
  manager: string;
  onError?(error: unknown): void;
}

/** The API as a component of the control plane uses it: reads come from caches, which learn of every write at once. */
export class Cluster implements Disposable {
  readonly client: KubeClient;
  readonly informers: Informers;
  readonly clock: Clock;
  readonly random: Random;
  readonly onError: (error: unknown) => void;
  readonly #manager: string;
  readonly #recorders = new Map<string, EventRecorder>();

  constructor(options: ClusterOptions) {
    this.client = options.client;
    this.informers = options.informers;
    this.clock = options.clock;
    this.random = options.random;
    this.onError = options.onError ?? (() => {});
    this.#manager = options.manager;
  }

  cache<T extends KubeObject>(kind: KindOf<T>): Cache<T> {
    return this.informers.cache(kind);
  }

  /** Events of a component, such as `deployment-controller`. */
  recorder(component: string, host?: string): EventRecorder {
    const name = `${component}/${host ?? ''}`;
    let recorder = this.#recorders.get(name);
    if (recorder === undefined) {
      recorder = new EventRecorder(this.client, this.clock, { component, host });
      this.#recorders.set(name, recorder);
    }
    return recorder;
  }

  /** `apiVersion` and `kind` are filled in. */
  async create<T extends KubeObject>(kind: KindOf<T>, object: Draft<T>): Promise<T> {
    const whole = { apiVersion: apiVersionOf(kind), kind: kind.kind, ...object } as unknown as T;
    const { name: _, ...collection } = refOf(kind, whole);
    return this.#record(kind, await this.client.create<T>(collection, whole, { fieldManager: this.#manager }));
  }

  /** Replaces the object as it was read, or rejects with a conflict. */
  async update<T extends KubeObject>(kind: KindOf<T>, object: T): Promise<T> {
    return this.#record(
      kind,
      await this.client.update<T>(refOf(kind, object), object, { fieldManager: this.#manager }),
    );
  }

  /** Replaces the status alone. */
  async updateStatus<T extends KubeObject>(kind: KindOf<T>, object: T): Promise<T> {
    const ref = refOf(kind, object, 'status');
    return this.#record(kind, await this.client.update<T>(ref, object, { fieldManager: this.#manager }));
  }

  async patch<T extends KubeObject>(
    kind: KindOf<T>,
    object: T,
    type: PatchType,
    patch: unknown,
    subresource?: string,
  ): Promise<T> {
    const ref = refOf(kind, object, subresource);
    return this.#record(kind, await this.client.patch<T>(ref, type, patch, { fieldManager: this.#manager }));
  }

  /** Deletes this very object; does nothing when it, or another of its name, is there instead. */
  async delete<T extends KubeObject>(kind: KindOf<T>, object: T, options: DeleteOptions = {}): Promise<void> {
    const preconditions = { uid: object.metadata.uid, ...options.preconditions };
    try {
      const answer = await this.client.delete(refOf(kind, object), { ...options, preconditions });
      if (answer.kind === kind.kind && remains(answer)) this.#record(kind, answer as T);
      else this.cache(kind).forget(object);
    } catch (error) {
      if (isStatusError(error, 'NotFound')) this.cache(kind).forget(object);
      else if (!isStatusError(error, 'Conflict') || options.preconditions !== undefined) throw error;
    }
  }

  [Symbol.dispose](): void {
    for (const recorder of this.#recorders.values()) recorder[Symbol.dispose]();
  }

  #record<T extends KubeObject>(kind: KindOf<T>, answer: T): T {
    this.cache(kind).record(answer);
    return answer;
  }
}

/** After a request to delete: the object waits for its grace period or for finalizers. */
function remains({ metadata }: KubeObject): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  return (metadata.finalizers?.length ?? 0) > 0 || (metadata.deletionGracePeriodSeconds ?? 0) > 0;
}
