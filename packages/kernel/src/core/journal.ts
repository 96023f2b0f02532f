import type { IndexExtension, IndexedState, Problem } from '@luban/manifest';
import type { ExtensionState, ExtensionStatus, Readable, Transition } from '../contract.ts';
import { computed, writable } from './readable.ts';
import { keyOf, type VersionIdentity } from './version-key.ts';

const HISTORY = 500;
/** Milliseconds for which a disposed version stays listed. */
const REMEMBERED = 60_000;

type Owner = VersionIdentity & Pick<IndexExtension, 'displayName'>;

/** What happened to each version of each extension in this tab. */
export interface Journal {
  readonly statuses: Readable<readonly ExtensionStatus[]>;
  readonly transitions: Readable<readonly Transition[]>;
  status(owner: Owner): ExtensionStatus;
  move(owner: Owner, to: ExtensionState, cause: string, problem?: Problem): void;
  /** Changes figures without a change of state. */
  note(owner: Owner, change: Partial<Omit<ExtensionStatus, 'name' | 'version' | 'state'>>): void;
  /** The index changed. */
  invalidate(): void;
}

export function createJournal(extensions: () => readonly IndexExtension[], now: () => number): Journal {
  const touched = new Map<string, ExtensionStatus>();
  const transitions = writable<readonly Transition[]>([]);
  const statuses = computed(() => listed(extensions(), touched));
  const known = (owner: Owner) => extensions().find((each) => each.name === owner.name && keyOf(each) === keyOf(owner));
  const status = (owner: Owner) => touched.get(keyOf(owner)) ?? untouched(known(owner), owner);
  const put = (next: ExtensionStatus) => {
    touched.set(keyOf(next), next);
    statuses.invalidate();
  };
  return {
    statuses,
    transitions,
    status,
    move: (owner, to, cause, problem) => {
      const before = status(owner);
      const from = touched.has(keyOf(owner)) || known(owner) ? before.state : undefined;
      if (from === to && !problem) return;
      put({ ...before, state: to, problem, detail: problem ? before.detail : undefined });
      const entry = { extension: owner.name, version: owner.version, from, to, at: now(), cause };
      transitions.update((all) => [...all.slice(1 - HISTORY), problem ? { ...entry, problem } : entry]);
      if (to === 'Disposed') forgetLater(touched, keyOf(owner), statuses.invalidate);
    },
    note: (owner, change) => put({ ...status(owner), ...change }),
    invalidate: statuses.invalidate,
  };
}

const STATE: Record<IndexedState, ExtensionState> = {
  indexed: 'Indexed',
  incompatible: 'Incompatible',
  untrusted: 'Untrusted',
};

function untouched(indexed: IndexExtension | undefined, owner: Owner): ExtensionStatus {
  return {
    name: owner.name,
    version: owner.version,
    base: owner.base,
    displayName: owner.displayName,
    state: indexed ? STATE[indexed.state] : 'Discovered',
    problem: indexed?.problem,
    timings: {},
    bytes: 0,
    requests: 0,
    effects: {},
    mounts: 0,
  };
}

/** Index order; versions that are on their way out follow the current one of the same name, and then those without one. */
function listed(index: readonly IndexExtension[], touched: ReadonlyMap<string, ExtensionStatus>): ExtensionStatus[] {
  const current = new Set(index.map(keyOf));
  const leaving = [...touched.values()].filter((status) => !current.has(keyOf(status)));
  const names = new Set(index.map((each) => each.name));
  return [
    ...index.flatMap((each) => [
      touched.get(keyOf(each)) ?? untouched(each, each),
      ...(leaving.length ? leaving.filter((status) => status.name === each.name) : []),
    ]),
    ...leaving.filter((status) => !names.has(status.name)),
  ];
}

function forgetLater(touched: Map<string, ExtensionStatus>, key: string, changed: () => void) {
  const timer = setTimeout(() => {
    if (touched.get(key)?.state !== 'Disposed') return;
    touched.delete(key);
    changed();
  }, REMEMBERED);
  // In Node, where tests run, a timer must not keep the process alive.
  if (typeof timer === 'object' && 'unref' in timer) (timer as { unref(): void }).unref();
}
