/** An order that could not be kept because others contradict it. `cycle` names the nodes in order, first and last equal. */
export interface BrokenCycle<T> {
  cycle: T[];
}

export interface Sorted<T> {
  order: T[];
  broken: BrokenCycle<T>[];
}

/**
 * Topological order of `nodes`, which come in the order of last resort: among the nodes that may be next, the earliest
 * is taken. `edges` hold pairs of [earlier, later]. A cycle is broken at its earliest node, by dropping the one edge of
 * the cycle that leads to it, and reported; nodes outside cycles keep all their edges.
 */
export function topologicalOrder<T>(nodes: readonly T[], edges: Iterable<readonly [T, T]>): Sorted<T> {
  const rank = new Map(nodes.map((node, index) => [node, index]));
  const before = nodes.map(() => new Set<number>());
  const after = nodes.map(() => new Set<number>());
  for (const [earlier, later] of edges) {
    const from = rank.get(earlier);
    const to = rank.get(later);
    if (from === undefined || to === undefined || from === to) continue;
    before[to]!.add(from);
    after[from]!.add(to);
  }

  const ready = new Heap();
  const waiting = new Set<number>();
  before.forEach((set, node) => {
    if (set.size === 0) ready.push(node);
    else waiting.add(node);
  });

  const order: T[] = [];
  const broken: BrokenCycle<T>[] = [];
  const release = (from: number, to: number) => {
    before[to]!.delete(from);
    if (before[to]!.size === 0 && waiting.delete(to)) ready.push(to);
  };
  while (order.length < nodes.length) {
    const node = ready.pop();
    if (node !== undefined) {
      order.push(nodes[node]!);
      for (const next of after[node]!) release(node, next);
      continue;
    }
    // All that wait have something before them that waits too: walking back must come round.
    const cycle = findCycle(waiting.values().next().value!, before);
    broken.push({ cycle: cycle.map((index) => nodes[index]!) });
    const [from, to] = [cycle.at(-2)!, cycle.at(-1)!];
    after[from]!.delete(to);
    release(from, to);
  }
  return { order, broken };
}

/** A cycle that is met on the way back from `start`, turned so that it starts and ends with its earliest node. */
function findCycle(start: number, before: Set<number>[]): number[] {
  const path: number[] = [];
  const places = new Map<number, number>();
  let node = start;
  while (!places.has(node)) {
    places.set(node, path.length);
    path.push(node);
    let earliest = Infinity;
    for (const previous of before[node]!) earliest = Math.min(earliest, previous);
    node = earliest;
  }
  const cycle = path.slice(places.get(node)!).reverse();
  const first = cycle.reduce((least, candidate) => Math.min(least, candidate), Infinity);
  const turn = cycle.indexOf(first);
  return [...cycle.slice(turn), ...cycle.slice(0, turn), first];
}

/** A binary heap of numbers, least first. */
class Heap {
  readonly #items: number[] = [];

  push(value: number): void {
    const items = this.#items;
    let place = items.push(value) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (items[parent]! <= value) break;
      items[place] = items[parent]!;
      place = parent;
    }
    items[place] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const least = items[0];
    const last = items.pop();
    if (least === undefined || last === undefined || items.length === 0) return least;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child += 1;
      if (child >= items.length || items[child]! >= last) break;
      items[place] = items[child]!;
      place = child;
    }
    items[place] = last;
    return least;
  }
}
