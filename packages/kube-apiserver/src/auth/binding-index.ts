import { type Binding, type Subject, subjectKey } from './rbac-binding.ts';

/** A binding together with the subject through which it was found. */
export interface BoundSubject {
  readonly binding: Binding;
  readonly subject: Subject;
}

/** Bindings of one scope, found by subject in constant time. */
export class BindingIndex {
  /** Binding by name, for taking it out again. */
  readonly #bindings = new Map<string, Binding>();
  readonly #bySubject = new Map<string, Map<string, BoundSubject>>();

  get size(): number {
    return this.#bindings.size;
  }

  /** Replaces the binding of the same name. */
  set(binding: Binding): void {
    this.delete(binding.name);
    this.#bindings.set(binding.name, binding);
    for (const subject of binding.subjects) {
      const key = subjectKey(subject);
      if (key === undefined) continue;
      const bound = this.#bySubject.get(key) ?? new Map<string, BoundSubject>();
      if (!bound.has(binding.name)) bound.set(binding.name, { binding, subject });
      this.#bySubject.set(key, bound);
    }
  }

  delete(name: string): void {
    const binding = this.#bindings.get(name);
    if (binding === undefined) return;
    this.#bindings.delete(name);
    for (const subject of binding.subjects) {
      const key = subjectKey(subject);
      const bound = key === undefined ? undefined : this.#bySubject.get(key);
      if (key === undefined || bound === undefined) continue;
      bound.delete(name);
      if (bound.size === 0) this.#bySubject.delete(key);
    }
  }

  /** Bindings to any of the subjects; one that names several of them comes once for each. */
  *boundTo(keys: readonly string[]): Generator<BoundSubject> {
    for (const key of keys) {
      const bound = this.#bySubject.get(key);
      if (bound !== undefined) yield* bound.values();
    }
  }
}
