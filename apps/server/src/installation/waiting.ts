import type { Engine } from './engine.ts';

/** Knows how long plans wait for others that are under way. */
export class Waiting {
  readonly #engine: Engine;
  readonly #since = new Map<string, { late: boolean; timer: Disposable }>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Whether the plan has waited for too long. Then it is looked at once more. */
  late(extension: string, waitsFor: readonly string[]): boolean {
    if (waitsFor.length === 0) {
      this.forget(extension);
      return false;
    }
    const known = this.#since.get(extension);
    if (known !== undefined) return known.late;
    const { clock, limits, soon } = this.#engine;
    const entry = {
      late: false,
      timer: clock.after(limits.dependency, () => {
        entry.late = true;
        soon(extension);
      }),
    };
    this.#since.set(extension, entry);
    return false;
  }

  forget(extension: string): void {
    this.#since.get(extension)?.timer[Symbol.dispose]();
    this.#since.delete(extension);
  }
}
