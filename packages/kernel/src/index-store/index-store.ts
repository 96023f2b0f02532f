import { applyIndexDelta, type ComposedIndex, decodeIndex, type IndexDelta, type RemoteTable } from '@luban/manifest';
import type { Readable } from '../contract.ts';
import { computed, writable } from '../core/readable.ts';
import { createLookup, type Lookup } from './lookup.ts';
import { without } from './without.ts';

/** What changed between two revisions, as far as loaded code is concerned. */
export interface IndexChange {
  previous: ComposedIndex;
  current: ComposedIndex;
  /** Names that were uninstalled; others that are missing now were disabled. */
  removed: ReadonlySet<string>;
}

export interface IndexStore extends Readable<ComposedIndex> {
  /** As the server sent it, with nothing switched off in this tab. */
  readonly whole: Readable<ComposedIndex>;
  readonly remotes: RemoteTable;
  readonly lookup: Readable<Lookup>;
  /** False: the delta starts elsewhere, and the whole index must be fetched. */
  apply(delta: IndexDelta): boolean;
  /** Takes the body of `GET /api/index`. Throws when it cannot be read. */
  replace(document: { index: unknown; remotes: RemoteTable }): void;
  /** Treats these extensions as disabled, in this tab only. */
  switchOff(names: readonly string[]): void;
  onChange(listener: (change: IndexChange) => void): void;
}

export function createIndexStore(initial: ComposedIndex, remotes: RemoteTable): IndexStore {
  const whole = writable(initial);
  const shown = writable(initial);
  const lookup = computed(() => createLookup(shown.get()));
  const listeners: ((change: IndexChange) => void)[] = [];
  const table: RemoteTable = { ...remotes };
  let off: ReadonlySet<string> = new Set();

  const show = (next: ComposedIndex, removed: readonly string[] = []) => {
    const previous = shown.get();
    const current = without(next, off);
    whole.set(next);
    if (current.revision === previous.revision) return;
    prune(table, next);
    shown.set(current);
    lookup.invalidate();
    for (const listener of listeners) listener({ previous, current, removed: new Set(removed) });
  };

  return {
    get: shown.get,
    subscribe: shown.subscribe,
    whole,
    remotes: table,
    lookup,
    apply: (delta) => {
      if (delta.to === whole.get().revision) return true;
      const next = applyIndexDelta(delta, whole.get());
      if (!next) return false;
      Object.assign(table, delta.remotes);
      show(next, delta.removed);
      return true;
    },
    replace: (document) => {
      const next = decodeIndex(document.index);
      Object.assign(table, document.remotes);
      show(next);
    },
    switchOff: (names) => {
      off = new Set(names);
      show(whole.get());
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

/** Records of versions that are not offered any more are not kept: a tab may live through hundreds of updates. */
function prune(table: RemoteTable, { extensions }: ComposedIndex): void {
  const offered = new Set(extensions.map(({ name, version }) => `${name}@${version}`));
  for (const key of Object.keys(table)) if (!offered.has(key)) delete table[key];
}
