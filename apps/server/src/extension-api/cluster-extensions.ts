import { type Clock, systemClock } from '@luban/kube';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import { ExtensionObjects } from './extension-objects.ts';

export interface ClusterExtensionsOptions {
  clock?: Clock;
  onError(error: unknown): void;
  onEnd(uid: string): void;
}

interface Followed {
  handle: ClusterHandle;
  objects: ExtensionObjects;
  synced: Promise<void>;
  lastUsed: number;
}

/** How long somebody waits for a cluster that was not looked at before. */
const PATIENCE = 2_000;
/** How long a member is followed after it was asked for. */
const LINGER = 10 * 60_000;

/** What extends the API of each cluster: always of the host, of members while somebody asks for them. */
export class ClusterExtensions implements Disposable {
  readonly host: ExtensionObjects;
  readonly #options: ClusterExtensionsOptions;
  readonly #clock: Clock;
  readonly #followed = new Map<string, Followed>();
  #sweep: Disposable | undefined;

  constructor(host: ClusterHandle, options: ClusterExtensionsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.host = this.#follow(host).objects;
  }

  /** With the first lists in, if they come soon. */
  async of(handle: ClusterHandle): Promise<ExtensionObjects> {
    const known = this.#followed.get(handle.name);
    // A handle is made anew with its connection.
    const followed = known?.handle.connection === handle.connection ? known : this.#follow(handle);
    followed.lastUsed = this.#clock.now();
    let patience: Disposable | undefined;
    const late = new Promise<void>((resolve) => {
      patience = this.#clock.after(PATIENCE, resolve);
    });
    await Promise.race([followed.synced, late]);
    patience?.[Symbol.dispose]();
    return followed.objects;
  }

  [Symbol.dispose](): void {
    this.#sweep?.[Symbol.dispose]();
    for (const { objects } of this.#followed.values()) objects[Symbol.dispose]();
    this.#followed.clear();
  }

  #follow(handle: ClusterHandle): Followed {
    this.#followed.get(handle.name)?.objects[Symbol.dispose]();
    const { onError, onEnd } = this.#options;
    const objects = new ExtensionObjects({ client: handle.connection.client(), clock: this.#clock, onError, onEnd });
    const followed = { handle, objects, synced: objects.start(), lastUsed: this.#clock.now() };
    this.#followed.set(handle.name, followed);
    this.#sweep ??= this.#clock.after(LINGER, () => this.#letGo());
    return followed;
  }

  #letGo(): void {
    const before = this.#clock.now() - LINGER;
    for (const [name, { handle, objects, lastUsed }] of this.#followed) {
      if (handle.isHost || lastUsed > before) continue;
      objects[Symbol.dispose]();
      this.#followed.delete(name);
    }
    this.#sweep = this.#clock.after(LINGER, () => this.#letGo());
  }
}
