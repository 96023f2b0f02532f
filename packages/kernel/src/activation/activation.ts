import type { IndexExtension, IndexReference, RemoteRecord } from '@luban/manifest';
import type { ExtensionContext, Lifecycle } from '../contract.ts';
import { keyOf } from '../core/version-key.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { VersionLoader } from '../loading/version-loader.ts';
import type { MountPoint } from '../mounts/mount-point.ts';

/** An export that is ready to be shown, with its style sheets switched on until it is let go. */
export interface Presentation {
  value: unknown;
  styles: Disposable;
}

/** One version of one extension from its first need to its disposal. */
export class Activation {
  readonly extension: IndexExtension;
  readonly key: string;
  readonly ledger: Ledger;
  readonly aborter = new AbortController();
  /** Places that show this version now. */
  readonly mounts = new Set<MountPoint>();
  /** Services that were made on demand, by token. */
  readonly services = new Map<string, Promise<unknown>>();
  phase: 'activating' | 'active' | 'ending' = 'activating';
  /** Settled when activation is over; rejects when it failed. */
  ready: Promise<void> = Promise.resolve();
  /** Versions whose saved state this one has been given. */
  readonly restored = new Set<string>();
  #parts: { loader: VersionLoader; context: ExtensionContext; lifecycle: Lifecycle } | undefined;

  constructor(extension: IndexExtension, changed: (activation: Activation) => void) {
    this.extension = extension;
    this.key = keyOf(extension);
    this.ledger = new Ledger(() => changed(this));
  }

  equip(parts: { loader: VersionLoader; context: ExtensionContext; lifecycle?: Lifecycle }): void {
    this.#parts = { lifecycle: {}, ...parts };
  }

  get context(): ExtensionContext {
    return this.#equipped.context;
  }

  get record(): RemoteRecord {
    return this.#equipped.loader.record;
  }

  get lifecycle(): Lifecycle {
    return this.#parts?.lifecycle ?? {};
  }

  load(reference: IndexReference): Promise<unknown> {
    return this.#equipped.loader.load(reference);
  }

  /** Loads code and style sheets side by side. Rejects with a `KernelError`. */
  async present(reference: IndexReference): Promise<Presentation> {
    const { loader } = this.#equipped;
    loader.warm([reference]);
    const styles = loader.acquireStyles(reference);
    // It is awaited after the code; a failure that comes sooner is not unhandled.
    styles.catch(() => undefined);
    try {
      const value = await loader.load(reference);
      return { value, styles: await styles };
    } catch (error) {
      styles.then((held) => held[Symbol.dispose]()).catch(() => undefined);
      throw error;
    }
  }

  get #equipped() {
    if (!this.#parts) throw new Error(`${this.key} is not activated`);
    return this.#parts;
  }
}
