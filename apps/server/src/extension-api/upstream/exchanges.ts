import type { Identity } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import type { Rights } from '../../rights/rights.ts';

/** What let an exchange pass, and may cease to. */
export interface Permission {
  /** UID of the object that leads to the backend. */
  uid: string;
  cluster: string;
  identity: Identity;
  /** Asks for the right once more. @throws Refusal 403 when it is gone */
  askAgain(): Promise<unknown>;
}

/** An exchange under way. */
export interface Exchange extends AbortController, Disposable {}

/** Exchanges under way, so that they end when what let them pass does: the object, or the right of the person. */
export class Exchanges implements Disposable {
  readonly #running = new Map<AbortController, Permission>();
  readonly #watching: Disposable;

  constructor(rights: Pick<Rights, 'watch'>) {
    this.#watching = rights.watch((cluster, affects) => {
      for (const [controller, permission] of this.#running) {
        if (permission.cluster === cluster && affects(permission.identity)) this.#askAgain(controller, permission);
      }
    });
  }

  begin(permission: Permission): Exchange {
    const controller = new AbortController();
    this.#running.set(controller, permission);
    return Object.assign(controller, { [Symbol.dispose]: () => void this.#running.delete(controller) });
  }

  /** The object was disabled, deleted, or leads elsewhere now. */
  end(uid: string): void {
    for (const [controller, permission] of this.#running) {
      if (permission.uid === uid) controller.abort(new Error('The extension was disabled'));
    }
  }

  get size(): number {
    return this.#running.size;
  }

  [Symbol.dispose](): void {
    this.#watching[Symbol.dispose]();
    for (const controller of this.#running.keys()) controller.abort(new Error('The server ends'));
    this.#running.clear();
  }

  /** A cluster that gives no answer takes nothing away. */
  #askAgain(controller: AbortController, { askAgain }: Permission): void {
    askAgain().catch((error: unknown) => {
      if (error instanceof Refusal && error.status === 403) controller.abort(new Error('The right is gone'));
    });
  }
}
