import { createGlobalNames } from './global-names.ts';
import { createHoldings } from './holdings.ts';
import type { StackOwner } from './owner-of-stack.ts';
import { patchConnections } from './patches/connections.ts';
import { patchListeners } from './patches/listeners.ts';
import { type IntegrityOf, patchNodes } from './patches/nodes.ts';
import { patchObservers } from './patches/observers.ts';
import { type ClaimKey, patchStorage } from './patches/storage.ts';
import { patchTimers } from './patches/timers.ts';

/** Watches what extensions do to the page past their context, and undoes it at their end. */
export interface Sweep {
  /** Runs code of an extension and notes which globals it leaves. */
  watch<T>(owner: StackOwner, run: () => Promise<T>): Promise<T>;
  /** Releases whatever the version still holds; one line for each thing. */
  release(owner: StackOwner): string[];
  /** Takes all patches back. */
  dispose(): void;
}

interface SweepOptions {
  document: Document;
  claimKey: ClaimKey;
  integrityOf: IntegrityOf;
}

/**
 * Notes: the functions of the page that make something lasting are replaced, so that each call can be put down to its
 * caller by the call stack. Only rare calls on long-lived targets pay for that.
 */
export function createSweep({ document, claimKey, integrityOf }: SweepOptions): Sweep {
  const window = document.defaultView as Window & typeof globalThis;
  const holdings = createHoldings();
  const globals = createGlobalNames(window);
  const surroundings = { window, document, holdings };
  const undo = [
    ...patchListeners(surroundings),
    ...patchTimers(surroundings),
    ...patchObservers(surroundings),
    ...patchConnections(surroundings),
    ...patchNodes(surroundings, integrityOf),
    ...patchStorage(surroundings, claimKey),
  ];
  return {
    watch: globals.watch,
    release: (owner) => [...holdings.releaseAll(owner), ...globals.release(owner)],
    dispose: () => {
      for (const each of undo.reverse()) each();
    },
  };
}
