import type { LiveRow } from '@luban/kube/live';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ResourceList } from './resource-list.ts';

export interface TableOptions {
  /** Rows to have beyond what is on the screen, on each side. Default: 50. */
  overscan?: number;
}

/** What moves the position in a table, in the words of `KeyboardEvent.key`. */
export type TableKey = 'ArrowDown' | 'ArrowUp' | 'PageDown' | 'PageUp' | 'Home' | 'End';

export interface LiveTable {
  readonly total: number;
  /** Undefined while the row is on its way. */
  row(index: number): LiveRow | undefined;
  /** The row's key, or a stand-in while it is on its way: for React's keys and for virtualizers. */
  keyOf(index: number): string;
  /** First and last index on the screen, whenever they change: the rows around them are asked for. */
  setVisible(first: number, last: number): void;
  /** Key of the row that the keyboard is at. It stays with the object when rows move. */
  readonly active: string | undefined;
  /** Where that row is, or was when it was last in the window. -1: nowhere. */
  readonly activeIndex: number;
  setActive(index: number): void;
  /** @returns the index to scroll to, or undefined for a key that moves nothing */
  move(key: string): number | undefined;
}

/**
 * Binds a list to a virtualizer: the window follows what is on the screen, and the keyboard's position follows its object.
 */
export function useTable(list: ResourceList, { overscan = 50 }: TableOptions = {}): LiveTable {
  const [active, setActiveState] = useState<{ key: string | undefined; index: number }>(NOWHERE);
  const visible = useRef({ first: 0, last: -1 });
  const { setWindow } = list;

  const ask = useCallback(() => {
    const { first, last } = visible.current;
    if (last >= first) setWindow(...windowAround(first, last, overscan));
  }, [setWindow, overscan]);
  // A new list begins at its own window, wherever the table has been scrolled to.
  useEffect(ask, [ask]);

  const activeIndex = indexNow(list, active);
  // What was chosen before its row had arrived takes the row's key, and keeps to it.
  const activeKey = active.key ?? (active.index >= 0 ? list.row(active.index)?.key : undefined);
  if (activeKey !== active.key || activeIndex !== active.index) setActiveState({ key: activeKey, index: activeIndex });

  return useMemo(() => {
    const { total } = list;
    const row = (index: number) => list.row(index);
    const setActive = (index: number) => {
      const at = Math.min(Math.max(index, -1), total - 1);
      setActiveState({ key: row(at)?.key, index: at });
    };
    return {
      total,
      row,
      keyOf: (index) => row(index)?.key ?? `#${index}`,
      setVisible(first, last) {
        if (visible.current.first === first && visible.current.last === last) return;
        visible.current = { first, last };
        ask();
      },
      active: activeKey,
      activeIndex,
      setActive,
      move(key) {
        const page = Math.max(1, visible.current.last - visible.current.first);
        const next = target(key, activeIndex, page, total);
        if (next === undefined || total === 0) return undefined;
        const index = Math.min(Math.max(next, 0), total - 1);
        setActive(index);
        return index;
      },
    };
  }, [list, ask, activeKey, activeIndex]);
}

const NOWHERE = { key: undefined, index: -1 };
/** Windows begin at multiples of it, so that scrolling by a row asks for nothing. */
const STEP = 25;
const LARGEST = 500;

function windowAround(first: number, last: number, overscan: number): [offset: number, limit: number] {
  const offset = Math.floor(Math.max(0, first - overscan) / STEP) * STEP;
  const end = Math.ceil((last + 1 + overscan) / STEP) * STEP;
  // A screen that is larger than a window gets what stands at its top.
  return [end - offset > LARGEST ? Math.min(offset + overscan, first) : offset, Math.min(LARGEST, end - offset)];
}

function indexNow(list: ResourceList, { key, index }: { key: string | undefined; index: number }): number {
  if (key === undefined || list.row(index)?.key === key) return Math.min(index, list.total - 1);
  const found = list.indexOf(key);
  return found >= 0 ? found : Math.min(index, list.total - 1);
}

function target(key: string, from: number, page: number, total: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return from + 1;
    case 'ArrowUp':
      return from - 1;
    case 'PageDown':
      return from + page;
    case 'PageUp':
      return from - page;
    case 'Home':
      return 0;
    case 'End':
      return total - 1;
    default:
      return undefined;
  }
}
