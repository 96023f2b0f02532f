import type { Readable } from '../contract.ts';
import { report } from './report.ts';

export interface Writable<T> extends Readable<T> {
  /** Tells the listeners, unless the value is the same one. */
  set(value: T): void;
  update(change: (value: T) => T): void;
}

/** A value that can be read at any time and that tells when it is replaced. */
export function writable<T>(initial: T): Writable<T> {
  const bell = createBell();
  let current = initial;
  const set = (value: T) => {
    if (Object.is(value, current)) return;
    current = value;
    bell.ring();
  };
  return { get: () => current, subscribe: bell.subscribe, set, update: (change) => set(change(current)) };
}

export interface Computed<T> extends Readable<T> {
  /** The value is computed again when it is next read; the listeners are told now. */
  invalidate(): void;
}

/** Computes on first reading, so that what nobody looks at costs nothing. */
export function computed<T>(compute: () => T): Computed<T> {
  const bell = createBell();
  let cached: { value: T } | undefined;
  return {
    get: () => {
      cached ??= { value: compute() };
      return cached.value;
    },
    subscribe: bell.subscribe,
    invalidate: () => {
      cached = undefined;
      bell.ring();
    },
  };
}

function createBell() {
  const listeners = new Set<() => void>();
  return {
    subscribe: (listener: () => void) => {
      // Wrapped, so that one function subscribed twice counts twice.
      const entry = () => listener();
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
    ring: () => {
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch (error) {
          // One listener's fault must not keep the news from the others.
          report(error);
        }
      }
    },
  };
}
