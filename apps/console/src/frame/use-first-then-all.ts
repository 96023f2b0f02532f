import { startTransition, useEffect, useState } from 'react';
import { whenIdle } from './when-idle.ts';

/**
 * The first items of a long list for the first paint, all of them right after it: what lies below the window's edge does
 * not hold up what is seen.
 */
export function useFirstThenAll<T>(items: readonly T[], first: number): readonly T[] {
  const [all, setAll] = useState(items.length <= first);
  useEffect(() => {
    if (all) return;
    return whenIdle(() => startTransition(() => setAll(true)));
  }, [all]);
  return all ? items : items.slice(0, first);
}
