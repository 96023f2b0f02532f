import { type KubeObject, StatusError } from '@luban/kube';
import type { Cache } from './cache.ts';
import type { Cluster } from './cluster.ts';
import { WorkQueue } from './work-queue.ts';

/** Brings the world to the state that objects ask for, one object at a time. */
export interface Controller {
  /** Such as `deployment`. */
  readonly name: string;
  /** How many objects are worked on at once. Default: 4. */
  readonly workers?: number;
  /** Starts to watch, and from then on names the keys of objects that may need work. Called once. */
  watch(enqueue: Enqueue): Disposable[];
  /**
   * Works on the object of the key, which may be gone. Must do nothing when there is nothing to do.
   *
   * @returns milliseconds after which to look again without being told
   * @throws StatusError and others: it is called again, later and later
   */
  reconcile(key: string): Promise<number | undefined>;
}

export type Enqueue = (key: string | undefined, delay?: number) => void;

/** Runs until disposed. Work that has begun then is finished first. */
export function runController(controller: Controller, cluster: Cluster): AsyncDisposable {
  const { clock, onError } = cluster;
  const running = new Set<Promise<void>>();
  const work = async (key: string) => {
    try {
      const after = await controller.reconcile(key);
      queue.succeeded(key);
      if (after !== undefined) queue.addAfter(key, after);
    } catch (error) {
      if (isFutile(error)) return;
      if (!isTransient(error))
        onError(new Error(`The ${controller.name} controller failed on ${key}`, { cause: error }));
      queue.retry(key);
    }
  };
  const queue = new WorkQueue(clock, controller.workers ?? 4, (key) => {
    const run = work(key).finally(() => running.delete(run));
    running.add(run);
    return run;
  });
  const subscriptions = controller.watch((key, delay) => {
    if (key === undefined) return;
    if (delay === undefined) queue.add(key);
    else queue.addAfter(key, delay);
  });
  return {
    async [Symbol.asyncDispose]() {
      for (const subscription of subscriptions) subscription[Symbol.dispose]();
      queue[Symbol.dispose]();
      await Promise.allSettled(running);
    },
  };
}

/** Calls for every object that is there, comes, changes (then also with its former state) or goes. */
export function onChange<T extends KubeObject>(cache: Cache<T>, call: (object: T, previous?: T) => void): Disposable {
  return cache.subscribe({ onAdd: (object) => call(object), onUpdate: call, onDelete: (last) => call(last) });
}

const TRANSIENT: readonly string[] = ['Conflict', 'AlreadyExists', 'NotFound', 'Forbidden', 'TooManyRequests'];

/**
 * Expected between components that write the same objects: the next attempt sees the newer state. What is forbidden, as
 * by a quota, is told to users in events.
 */
function isTransient(error: unknown): boolean {
  return error instanceof StatusError && TRANSIENT.includes(error.reason);
}

/** The namespace is on its way out and takes nothing new. */
function isFutile(error: unknown): boolean {
  return (
    error instanceof StatusError &&
    (error.status.details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating')
  );
}
