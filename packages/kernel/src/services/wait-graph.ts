/** Who waits for whom. A wait that would close a circle is refused, so that nobody waits for ever. */
export interface WaitGraph {
  /** The way from `waiting` to `waiting` again if it waited for `target`; undefined when there is none. */
  circle(waiting: string, target: string): string[] | undefined;
  enter(waiting: string, target: string): Disposable;
}

export function createWaitGraph(): WaitGraph {
  const waits = new Map<string, Map<string, number>>();
  const path = (from: string, to: string, seen: Set<string>): string[] | undefined => {
    if (from === to) return [to];
    if (seen.has(from)) return undefined;
    seen.add(from);
    for (const next of waits.get(from)?.keys() ?? []) {
      const rest = path(next, to, seen);
      if (rest) return [from, ...rest];
    }
    return undefined;
  };
  return {
    circle: (waiting, target) => {
      const back = path(target, waiting, new Set());
      return back && [waiting, ...back];
    },
    enter: (waiting, target) => {
      const targets = waits.get(waiting) ?? new Map<string, number>();
      waits.set(waiting, targets);
      targets.set(target, (targets.get(target) ?? 0) + 1);
      return {
        [Symbol.dispose]: () => {
          const left = (targets.get(target) ?? 1) - 1;
          if (left > 0) targets.set(target, left);
          else targets.delete(target);
          if (targets.size === 0) waits.delete(waiting);
        },
      };
    },
  };
}
