import { Ended } from './step-limits.ts';

/** What is under way in this replica, so that it can be ended from outside. */
export class Activities {
  readonly #running = new Map<string, AbortController>();
  #stopped = false;

  /** Work on a plan's host part, or on one cluster's agent of it. Dispose when it has ended. */
  begin(extension: string, cluster?: string): Disposable & { signal: AbortSignal } {
    const key = keyOf(extension, cluster);
    const controller = new AbortController();
    if (this.#stopped) controller.abort(new Ended('stopped'));
    this.#running.set(key, controller);
    return {
      signal: controller.signal,
      [Symbol.dispose]: () => {
        if (this.#running.get(key) === controller) this.#running.delete(key);
      },
    };
  }

  /** Ends what is under way for an extension, agents included. */
  end(extension: string, reason: 'cancelled' | 'removed'): void {
    for (const [key, controller] of this.#running) {
      if (key === extension || key.startsWith(`${extension}@`)) controller.abort(new Ended(reason));
    }
  }

  isBusy(extension: string, cluster?: string): boolean {
    return this.#running.has(keyOf(extension, cluster));
  }

  /** This replica ceases to lead; another one goes on from the journals. */
  stop(): void {
    this.#stopped = true;
    for (const controller of this.#running.values()) controller.abort(new Ended('stopped'));
  }
}

export const keyOf = (extension: string, cluster?: string) =>
  cluster === undefined ? extension : `${extension}@${cluster}`;

/** Reverses `keyOf` of an agent. Names of extensions hold no `@`. */
export function partsOf(key: string): { extension: string; cluster: string } {
  const at = key.indexOf('@');
  return { extension: key.slice(0, at), cluster: key.slice(at + 1) };
}
