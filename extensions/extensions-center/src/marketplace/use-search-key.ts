import { type RefObject, useEffect } from 'react';

/** `/` goes to the search of the page, wherever the focus is but in a field or a dialog. */
export function useSearchKey(search: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const input = search.current?.querySelector('input');
      if (!input || isBusy(event)) return;
      event.preventDefault();
      input.focus();
      input.select();
    };
    // Ahead of the shell, for which `/` opens the palette.
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [search]);
}

function isBusy({ target }: KeyboardEvent): boolean {
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null) {
    return true;
  }
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select');
}
