import type { StackOwner } from './owner-of-stack.ts';

/** Belongs to the federation run times, which share it among all remotes; the console itself makes the first of them. */
const SHARED =
  /^(?:__FEDERATION__|__VMOK__|__GLOBAL_LOADING_REMOTE_ENTRY__|_FEDERATION_RUNTIME_CORE|singleSpaNavigate)/;

/** Global variables that appeared while code of extensions was evaluated. */
export interface GlobalNames {
  watch<T>(owner: StackOwner, run: () => Promise<T>): Promise<T>;
  /** Deletes those that nobody else may own; one line for each. */
  release(owner: StackOwner): string[];
}

/**
 * Notes: while two extensions are being evaluated at once nobody can tell whose a new global is. It is both's then, and
 * goes with the last of them.
 */
export function createGlobalNames(window: object): GlobalNames {
  const owners = new Map<string, Set<string>>();
  const watches = new Set<{ key: string; before: ReadonlySet<string> }>();
  const keyOf = ({ name, version }: StackOwner) => `${name}@${version}`;
  const note = (before: ReadonlySet<string>) => {
    for (const name of Object.getOwnPropertyNames(window)) {
      if (before.has(name) || owners.has(name) || SHARED.test(name)) continue;
      owners.set(name, new Set([...watches].map(({ key }) => key)));
    }
  };
  return {
    watch: async (owner, run) => {
      const watch = { key: keyOf(owner), before: new Set(Object.getOwnPropertyNames(window)) };
      watches.add(watch);
      try {
        return await run();
      } finally {
        note(watch.before);
        watches.delete(watch);
      }
    },
    release: (owner) => {
      const lines: string[] = [];
      // It may end while it is still being watched.
      for (const { key, before } of watches) if (key === keyOf(owner)) note(before);
      for (const [name, keys] of owners) {
        if (!keys.delete(keyOf(owner)) || keys.size > 0) continue;
        owners.delete(name);
        if (Reflect.deleteProperty(window, name)) lines.push(`global: ${name}`);
        // A variable that was declared so that it cannot be deleted is at least emptied.
        else if (Reflect.set(window, name, undefined)) lines.push(`global: ${name} (emptied)`);
      }
      return lines;
    },
  };
}
