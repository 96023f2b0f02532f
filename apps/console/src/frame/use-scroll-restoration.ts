import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Milliseconds in which a page may still grow to the height that it was left at. */
const PATIENCE = 3_000;

/**
 * Back and forward lead to where the content was left; any other way to its top. The content scrolls and not the window,
 * so the browser does not do this by itself.
 */
export function useScrollRestoration(main: RefObject<HTMLElement | null>): void {
  const { key, pathname } = useLocation();
  const type = useNavigationType();
  const positions = useRef(new Map<string, number>());
  const from = useRef(pathname);

  useEffect(() => {
    const element = main.current!;
    const remember = () => positions.current.set(key, element.scrollTop);
    element.addEventListener('scroll', remember, { passive: true });
    return () => element.removeEventListener('scroll', remember);
  }, [key, main]);

  useLayoutEffect(() => {
    const element = main.current!;
    const samePage = from.current === pathname;
    const left = positions.current.get(key);
    from.current = pathname;
    if (type !== 'POP') {
      if (!samePage) element.scrollTop = 0;
      return;
    }
    // The first page is at its top already; to ask would have the browser lay everything out once more.
    if (left === undefined && samePage) return;
    return scrollWhenTall(element, left ?? 0);
  }, [key, pathname, type, main]);
}

/** The content arrives after the URL: tries again whenever it grows, until the person scrolls. */
function scrollWhenTall(element: HTMLElement, top: number): () => void {
  element.scrollTop = top;
  if (element.scrollTop === top || typeof ResizeObserver === 'undefined') return () => undefined;
  const observer = new ResizeObserver(() => {
    element.scrollTop = top;
    if (element.scrollTop === top) stop();
  });
  for (const child of element.children) observer.observe(child);
  const timer = setTimeout(stop, PATIENCE);
  element.addEventListener('wheel', stop, { passive: true, once: true });
  return stop;

  function stop() {
    clearTimeout(timer);
    observer.disconnect();
    element.removeEventListener('wheel', stop);
  }
}
