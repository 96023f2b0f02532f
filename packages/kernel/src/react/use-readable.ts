import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Readable } from '../contract.ts';

/** The current value, or what `select` makes of it; the component renders again when that changes. */
export function useReadable<T>(readable: Readable<T>): T;
export function useReadable<T, S>(readable: Readable<T>, select: (value: T) => S): S;
export function useReadable<T, S>(readable: Readable<T>, select?: (value: T) => S): T | S {
  const subscribe = useCallback((listener: () => void) => readable.subscribe(listener), [readable]);
  const read = useMemo(() => (select ? selected(readable, select) : () => readable.get()), [readable, select]);
  return useSyncExternalStore<T | S>(subscribe, read, read);
}

/** React asks several times per render and wants the same answer for the same value. */
function selected<T, S>(readable: Readable<T>, select: (value: T) => S): () => S {
  let last: { value: T; selection: S } | undefined;
  return () => {
    const value = readable.get();
    if (!last || !Object.is(last.value, value)) last = { value, selection: select(value) };
    return last.selection;
  };
}
