import type { StackOwner } from './owner-of-stack.ts';

/** One thing that outlives the call which made it, and that its owner has to give back. */
export interface Holding {
  kind: string;
  /** For people: `interval of 1000 ms`. */
  what: string;
  release(): void;
  /** False when it has ended in a way that nobody could see. Default: true. */
  held?(): boolean;
}

/** What each version of each extension holds now. */
export interface Holdings {
  add(owner: StackOwner, holding: Holding): void;
  /** It was given back. */
  drop(holding: Holding | undefined): void;
  /** Releases all that the owner still holds, the latest first; one line for each. */
  releaseAll(owner: StackOwner): string[];
}

export function createHoldings(): Holdings {
  const owners = new Map<string, Set<Holding>>();
  const ownerOf = new WeakMap<Holding, Set<Holding>>();
  const keyOf = ({ name, version }: StackOwner) => `${name}@${version}`;
  return {
    add: (owner, holding) => {
      const held = owners.get(keyOf(owner)) ?? new Set();
      owners.set(keyOf(owner), held);
      held.add(holding);
      ownerOf.set(holding, held);
    },
    drop: (holding) => {
      if (holding) ownerOf.get(holding)?.delete(holding);
    },
    releaseAll: (owner) => {
      const held = [...(owners.get(keyOf(owner)) ?? [])].reverse();
      owners.delete(keyOf(owner));
      const lines: string[] = [];
      for (const holding of held) {
        if (holding.held && !holding.held()) continue;
        try {
          holding.release();
          lines.push(`${holding.kind}: ${holding.what}`);
        } catch (error) {
          lines.push(`${holding.kind}: ${holding.what} (${String(error)})`);
        }
      }
      return lines;
    },
  };
}
