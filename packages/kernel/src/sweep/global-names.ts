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
  const running = new Map<string, number>();
  const keyOf = ({ name, version }: StackOwner) => `${name}@${version}`;
  return {
    watch: async (owner, run) => {
      const key = keyOf(owner);
      const before = new Set(Object.getOwnPropertyNames(window));
      running.set(key, (running.get(key) ?? 0) + 1);
      try {
        return await run();
      } finally {
        for (const name of Object.getOwnPropertyNames(window)) {
          if (before.has(name) || owners.has(name) || SHARED.test(name)) continue;
          owners.set(name, new Set(running.keys()));
        }
        const left = running.get(key)! - 1;
        if (left > 0) running.set(key, left);
        else running.delete(key);
      }
    },
    release: (owner) => {
      const lines: string[] = [];
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
