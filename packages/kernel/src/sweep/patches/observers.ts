import { callerOf } from '../caller.ts';
import type { Holding } from '../holdings.ts';
import { replace } from '../patch.ts';
import type { Surroundings, Undo } from './surroundings.ts';

interface Observer {
  observe(target?: unknown, options?: unknown): void;
  disconnect(): void;
}

/** Observers of nodes outside the extension's own region. */
export function patchObservers({ window, holdings }: Surroundings): Undo[] {
  const held = new WeakMap<Observer, Holding>();
  const names = ['MutationObserver', 'ResizeObserver', 'IntersectionObserver', 'PerformanceObserver'] as const;
  return names.flatMap((name) => {
    const prototype = window[name]?.prototype as Observer | undefined;
    if (!prototype) return [];
    return [
      replace(
        prototype,
        'observe',
        (original) =>
          function observe(this: Observer, target, options) {
            original.call(this, target, options);
            if (held.has(this)) return;
            const owner = callerOf(observe);
            const element = target as Partial<Element> | undefined;
            if (!owner || element?.closest?.('[data-ext]')?.getAttribute('data-ext') === owner.name) return;
            const holding = { kind: 'observer', what: name, release: () => this.disconnect() };
            held.set(this, holding);
            holdings.add(owner, holding);
          },
      ),
      replace(
        prototype,
        'disconnect',
        (original) =>
          function disconnect(this: Observer) {
            original.call(this);
            holdings.drop(held.get(this));
            held.delete(this);
          },
      ),
    ];
  });
}
