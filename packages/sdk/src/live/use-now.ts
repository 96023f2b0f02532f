import { useEffect, useState } from 'react';

/** Milliseconds of the epoch, anew every so often while the component stands: for ages. @param every default: 1,000 */
export function useNow(every = 1_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState !== 'hidden') setNow(Date.now());
    }, every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
