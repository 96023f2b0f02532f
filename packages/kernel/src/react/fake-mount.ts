import type { IndexReference } from '@luban/manifest';
import type { DirtyOptions, ExtensionContext, Json, Mount, MountSnapshot } from '../contract.ts';
import { writable } from '../core/readable.ts';

/** A mount that a test leads through its phases. */
export class FakeMount implements Mount {
  readonly id: number;
  readonly extension: string;
  readonly reference: IndexReference;
  readonly cause: string;
  readonly snapshot = writable<MountSnapshot>({ phase: 'loading', since: 0, version: '1.0.0' });
  readonly failures: { error: unknown; phase: string }[] = [];
  readonly dirty = new Set<DirtyOptions>();
  readonly collectors = new Map<string, () => Json>();
  readonly updates: { save?: boolean }[] = [];
  closed = false;
  #generation = 0;
  #last: Partial<Extract<MountSnapshot, { phase: 'ready' }>> = {};
  readonly #contextOf: (version: string) => ExtensionContext;

  constructor(
    place: { id: number; extension: string; reference: IndexReference; cause: string },
    contextOf: (version: string) => ExtensionContext,
  ) {
    this.id = place.id;
    this.extension = place.extension;
    this.reference = place.reference;
    this.cause = place.cause;
    this.#contextOf = contextOf;
  }

  ready(given: Partial<Extract<MountSnapshot, { phase: 'ready' }>> = {}): void {
    const version = given.version ?? this.#last.version ?? '1.0.0';
    this.#generation += 1;
    this.#last = { framework: 'react', handedOver: {}, ...this.#last, ...given, version };
    this.snapshot.set({
      framework: 'react',
      handedOver: {},
      value: undefined,
      ...this.#last,
      phase: 'ready',
      version,
      generation: this.#generation,
      context: this.#contextOf(version),
    });
  }

  /** Changes the ready snapshot in place, as when an update begins to wait. */
  change(given: Partial<Extract<MountSnapshot, { phase: 'ready' }>>): void {
    const now = this.snapshot.get();
    if (now.phase === 'ready') this.snapshot.set({ ...now, ...given });
  }

  retry(): void {
    this.ready();
  }

  fail(error: unknown, phase: 'render' | 'mount' | 'update' | 'unmount'): void {
    this.failures.push({ error, phase });
    if (this.closed) return;
    this.snapshot.set({
      phase: 'problem',
      problem: { code: 'LB4004', params: { extension: this.extension }, extension: this.extension },
      detail: String(error),
      canRetry: true,
      version: '1.0.0',
    });
  }

  markDirty(options: DirtyOptions = {}): Disposable {
    const mark = { ...options };
    this.dirty.add(mark);
    return { [Symbol.dispose]: () => void this.dirty.delete(mark) };
  }

  handOver(key: string, collect: () => Json): Disposable {
    this.collectors.set(key, collect);
    return { [Symbol.dispose]: () => void this.collectors.delete(key) };
  }

  async update(options: { save?: boolean } = {}): Promise<void> {
    this.updates.push(options);
  }

  close(): void {
    this.closed = true;
  }
}
