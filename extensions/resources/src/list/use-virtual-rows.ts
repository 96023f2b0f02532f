import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { useLocation } from 'react-router';

/** How far each list was scrolled, by entry of the history, so that going back leads to the same rows. */
const offsets = new Map<string, number>();
const REMEMBERED = 50;

interface Options {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly total: number;
  readonly rowHeight: number;
  readonly keyOf: (index: number) => string;
  readonly onVisible: (first: number, last: number) => void;
}

export interface VirtualRows {
  readonly items: readonly VirtualItem[];
  readonly height: number;
  scrollTo(index: number): void;
}

/** Which rows of a list are drawn. */
export function useVirtualRows({ scroller, total, rowHeight, keyOf, onVisible }: Options): VirtualRows {
  const { key } = useLocation();
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: keyOf,
    overscan: 6,
    initialOffset: () => offsets.get(key) ?? 0,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are measured anew when the height of a row changes.
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onVisible(first, last), [onVisible, first, last]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const remember = () => {
      offsets.delete(key);
      offsets.set(key, element.scrollTop);
      if (offsets.size > REMEMBERED) offsets.delete(offsets.keys().next().value ?? '');
    };
    element.addEventListener('scrollend', remember);
    return () => element.removeEventListener('scrollend', remember);
  }, [scroller, key]);

  return {
    items,
    height: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  };
}
