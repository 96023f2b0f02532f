import type { Bisect, Kernel } from '../contract.ts';
import { writable } from '../core/readable.ts';
import { Bisection } from './bisection.ts';

const KEY = 'luban.bisect';

interface GuideOptions {
  storage: Storage;
  /** Names that may be at fault, in index order. */
  candidates(): string[];
  switchOff(names: readonly string[]): void;
}

/** Leads a person through a bisection. It survives a reload, and works without one. */
export function createBisectGuide(options: GuideOptions): Kernel['bisect'] {
  const stored = options.storage.getItem(KEY);
  let search = stored === null ? undefined : Bisection.fromJSON(stored);
  const state = writable<Bisect | undefined>(search?.view);
  if (search) options.switchOff(search.view.off);

  const go = (next: Bisection | undefined) => {
    search = next;
    if (next) options.storage.setItem(KEY, JSON.stringify(next));
    else options.storage.removeItem(KEY);
    state.set(next?.view);
    options.switchOff(next?.view.off ?? []);
  };
  return {
    state,
    start: () => go(Bisection.start(options.candidates())),
    answer: (still) => {
      if (search) go(search.answer(still));
    },
    stop: () => go(undefined),
  };
}
