import { type RefObject, useEffect } from 'react';

interface Options {
  readonly grid: RefObject<HTMLElement | null>;
  /** Around the field to search in. */
  readonly search: RefObject<HTMLElement | null>;
}

/** On a list `/` goes to its search, and j and k to its rows, wherever the focus is but in a field or a dialog. */
export function useListKeys({ grid, search }: Options): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event)) return;
      const target = event.key === '/' ? search.current?.querySelector('input') : grid.current;
      if (!target || !['/', 'j', 'k'].includes(event.key) || target.contains(document.activeElement)) return;
      event.preventDefault();
      target.focus();
      // The first press both arrives and moves.
      if (event.key !== '/') target.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, bubbles: true }));
    };
    // Ahead of the shell, for which `/` opens the palette.
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [grid, search]);
}

function isBusy({ target }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
