import { type RefCallback, useCallback, useState } from 'react';

/** Whether an element's content is wider than itself, so that it can be made reachable by keyboard. */
export function useOverflow(): { readonly ref: RefCallback<HTMLElement>; readonly overflowing: boolean } {
  const [overflowing, setOverflowing] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(() => setOverflowing(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, overflowing };
}
