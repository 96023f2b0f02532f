/** A small observable list; the seam between functions callable anywhere and the component that shows their effect. */
export interface Queue<Item> {
  readonly items: () => readonly Item[];
  readonly everUsed: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  readonly change: (next: (items: readonly Item[]) => readonly Item[]) => void;
}

export function createQueue<Item>(): Queue<Item> {
  let items: readonly Item[] = [];
  let used = false;
  const listeners = new Set<() => void>();
  return {
    items: () => items,
    everUsed: () => used,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    change(next) {
      items = next(items);
      used ||= items.length > 0;
      for (const listener of listeners) listener();
    },
  };
}
