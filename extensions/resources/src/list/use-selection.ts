import type { LiveRow } from '@luban/sdk';
import { useCallback, useState } from 'react';

export interface Selection {
  readonly rows: ReadonlyMap<string, LiveRow>;
  toggle(row: LiveRow): void;
  clear(): void;
  /** Forgets those that are gone. */
  drop(keys: readonly string[]): void;
}

/** The rows that a person marked. They stay marked when they leave the window. */
export function useSelection(): Selection {
  const [rows, setRows] = useState<ReadonlyMap<string, LiveRow>>(EMPTY);
  const toggle = useCallback((row: LiveRow) => {
    setRows((current) => {
      const next = new Map(current);
      if (!next.delete(row.key)) next.set(row.key, row);
      return next;
    });
  }, []);
  const clear = useCallback(() => setRows(EMPTY), []);
  const drop = useCallback((keys: readonly string[]) => {
    setRows((current) => new Map([...current].filter(([key]) => !keys.includes(key))));
  }, []);
  return { rows, toggle, clear, drop };
}

const EMPTY: ReadonlyMap<string, LiveRow> = new Map();
