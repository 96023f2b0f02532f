import type { LiveTable } from '@luban/sdk';
import type { KeyboardEvent } from 'react';
import type { ResourceGridProps } from './ResourceGrid.tsx';

interface Options extends Pick<ResourceGridProps, 'onOpen' | 'selection' | 'selectable'> {
  readonly table: LiveTable;
  readonly scrollTo: (index: number) => void;
}

/**
 * Arrows or j and k move, Enter opens, x or Space marks, Escape forgets the marks. The grid keeps the focus and names the
 * active row, because rows come and go while it scrolls.
 */
export function useGridKeys({ table, scrollTo, onOpen, selection, selectable }: Options) {
  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || belongsElsewhere(event)) return;
    const to = table.move(LETTERS[event.key] ?? event.key);
    const row = table.row(table.activeIndex);
    if (to !== undefined) scrollTo(to);
    else if (event.key === 'Enter' && row !== undefined) onOpen(row);
    else if ((event.key === 'x' || event.key === ' ') && row !== undefined && selectable) selection.toggle(row);
    else if (event.key === 'Escape' && selection.rows.size > 0) selection.clear();
    else return;
    event.preventDefault();
  };
}

const LETTERS: Readonly<Record<string, string | undefined>> = { j: 'ArrowDown', k: 'ArrowUp' };

/** A box, a link or a button of a row keeps Enter and Space; an open menu keeps every key. */
function belongsElsewhere({ target, currentTarget, key }: KeyboardEvent<HTMLElement>): boolean {
  if (target === currentTarget) return false;
  if (!(target instanceof Element) || !currentTarget.contains(target)) return true;
  return (key === 'Enter' || key === ' ') && target.closest('a, button, input') !== null;
}
