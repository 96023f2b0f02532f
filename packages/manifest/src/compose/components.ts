/**
 * Strongly connected components (Tarjan), each after all that it leads to. Without recursion, because the depth of the
 * graph is in the hands of whoever writes manifests.
 */
export function components<T>(nodes: readonly T[], next: (node: T) => readonly T[]): T[][] {
  const state = new Map<T, { index: number; low: number; open: boolean }>();
  const open: T[] = [];
  const result: T[][] = [];

  for (const root of nodes) {
    if (state.has(root)) continue;
    const work = [enter(root)];
    for (let frame = work.at(-1); frame; frame = work.at(-1)) {
      const child = frame.children[frame.place];
      if (child !== undefined) {
        frame.place += 1;
        const seen = state.get(child);
        if (!seen) work.push(enter(child));
        else if (seen.open) frame.state.low = Math.min(frame.state.low, seen.index);
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent) parent.state.low = Math.min(parent.state.low, frame.state.low);
      if (frame.state.low === frame.state.index) result.push(close(frame.node));
    }
  }
  return result;

  function enter(node: T) {
    const entered = { index: state.size, low: state.size, open: true };
    state.set(node, entered);
    open.push(node);
    return { node, state: entered, children: next(node), place: 0 };
  }

  function close(root: T): T[] {
    const members = open.splice(open.lastIndexOf(root));
    for (const member of members) state.get(member)!.open = false;
    return members;
  }
}
