import { type RefObject, useLayoutEffect, useState } from 'react';

/** Whether an element is too narrow for columns. Asked of the element: the navigation takes its share of the window. */
export function useNarrow(ref: RefObject<HTMLElement | null>, limit = 600): boolean {
  const [narrow, setNarrow] = useState(() => window.innerWidth < limit);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setNarrow(element.clientWidth < limit);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, limit]);
  return narrow;
}
