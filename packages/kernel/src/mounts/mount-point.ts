import type { IndexReference } from '@luban/manifest';
import type { DirtyOptions, Json, Mount, MountSnapshot, Readable, UnsavedWork } from '../contract.ts';
import { writable } from '../core/readable.ts';

/** What a mount asks of the machinery behind it. */
export interface MountDriver {
  /** Unsaved work appeared, went away, or is described differently. */
  marked(): void;
  retry(mount: MountPoint): void;
  failed(mount: MountPoint, error: unknown, phase: 'render' | 'mount' | 'update' | 'unmount'): void;
  /** Unsaved work was saved or given up while an update waits. */
  cleaned(mount: MountPoint): void;
  update(mount: MountPoint, options: { save: boolean }): Promise<void>;
  closed(mount: MountPoint): void;
}

type Ready = Extract<MountSnapshot, { phase: 'ready' }>;

/** A place on the page, from the side of the kernel. Knows nothing of loading. */
export class MountPoint implements Mount {
  readonly id: number;
  readonly extension: string;
  readonly reference: IndexReference;
  readonly cause: string;
  readonly snapshot: Readable<MountSnapshot>;
  closed = false;
  /** Counts the starts of loading: what an earlier one brings is not shown any more. */
  turn = 0;
  /** Which version it was last opened with. */
  opening: string | undefined;
  readonly #shown;
  readonly #driver: MountDriver;
  readonly #dirt = new Set<DirtyOptions>();
  readonly #collectors = new Map<string, () => Json>();

  constructor(
    id: number,
    place: Pick<Mount, 'extension' | 'reference'> & { cause: string },
    first: MountSnapshot,
    driver: MountDriver,
  ) {
    this.id = id;
    this.extension = place.extension;
    this.reference = place.reference;
    this.cause = place.cause;
    this.#shown = writable(first);
    this.snapshot = this.#shown;
    this.#driver = driver;
  }

  // For the view --------------------------------------------------------------------------------------------------

  retry(): void {
    if (!this.closed) this.#driver.retry(this);
  }

  fail(error: unknown, phase: 'render' | 'mount' | 'update' | 'unmount'): void {
    if (!this.closed) this.#driver.failed(this, error, phase);
  }

  markDirty(options: DirtyOptions = {}): Disposable {
    // A copy, so that one options object used twice counts twice.
    const mark = { ...options };
    this.#dirt.add(mark);
    this.#marked();
    return {
      [Symbol.dispose]: () => {
        if (!this.#dirt.delete(mark)) return;
        this.#marked();
        if (this.#dirt.size > 0 || this.ready?.pending === undefined) return;
        // A view that renders again takes its mark away and sets a new one: ask only after it has had the chance.
        setTimeout(() => {
          if (!this.dirty && !this.closed && this.ready?.pending) this.#driver.cleaned(this);
        });
      },
    };
  }

  handOver(key: string, collect: () => Json): Disposable {
    this.#collectors.set(key, collect);
    return {
      [Symbol.dispose]: () => {
        if (this.#collectors.get(key) === collect) this.#collectors.delete(key);
      },
    };
  }

  update(options: { save?: boolean } = {}): Promise<void> {
    if (this.closed || !this.ready?.pending) return Promise.resolve();
    return this.#driver.update(this, { save: options.save ?? false });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.turn += 1;
    this.#dirt.clear();
    this.#driver.closed(this);
    this.#driver.marked();
  }

  // For the engine ------------------------------------------------------------------------------------------------

  get dirty(): boolean {
    return this.#dirt.size > 0;
  }

  get unsaved(): UnsavedWork | undefined {
    if (!this.dirty) return undefined;
    const marks = [...this.#dirt];
    const message = marks.find((mark) => mark.message !== undefined)?.message;
    return {
      extension: this.extension,
      ...(message !== undefined && { message }),
      ...(marks.every((mark) => mark.save !== undefined) && { save: () => this.save() }),
    };
  }

  get handsOver(): boolean {
    return this.#collectors.size > 0;
  }

  get ready(): Ready | undefined {
    const snapshot = this.#shown.get();
    return snapshot.phase === 'ready' ? snapshot : undefined;
  }

  show(snapshot: MountSnapshot): void {
    if (!this.closed) this.#shown.set(snapshot);
  }

  showLoading(version: string, since: number): void {
    const shown = this.#shown.get();
    if (shown.phase !== 'loading' || shown.version !== version) this.show({ phase: 'loading', since, version });
  }

  /** Says that a newer version waits, or with undefined that none does any more. */
  showPending(version: string | undefined): void {
    const { ready } = this;
    if (!ready) return;
    if (version === undefined) {
      const { pending: _, ...rest } = ready;
      if (ready.pending) this.show(rest);
    } else {
      this.show({ ...ready, pending: this.#pending(version) });
    }
  }

  /** Saves all unsaved work. Rejects when one of the savings does, or when something cannot be saved. */
  async save(): Promise<void> {
    const marks = [...this.#dirt];
    if (marks.some((mark) => !mark.save)) throw new Error('The unsaved work offers no way to save it');
    await Promise.all(marks.map((mark) => mark.save?.()));
  }

  /** What the content hands to its next version. A collector that throws is left out and reported. */
  collect(failed: (error: unknown) => void): Record<string, Json> {
    const collected: Record<string, Json> = Object.create(null) as Record<string, Json>;
    for (const [key, collect] of this.#collectors) {
      try {
        collected[key] = structuredClone(collect());
      } catch (error) {
        failed(error);
      }
    }
    return collected;
  }

  #marked(): void {
    this.#driver.marked();
    const { ready } = this;
    if (ready?.pending) this.show({ ...ready, pending: this.#pending(ready.pending.version) });
  }

  #pending(version: string): Ready['pending'] {
    const { message, save } = this.unsaved ?? {};
    return { version, ...(message !== undefined && { message }), canSave: save !== undefined };
  }
}
