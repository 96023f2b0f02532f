import { useExtension } from '@luban/sdk';
import { useMemo, useState } from 'react';
import { type KindRef, resourceKey } from '../kinds/kind.ts';
import type { GridColumn } from './grid-column.ts';

export interface ColumnChoice {
  readonly all: readonly GridColumn[];
  readonly shown: readonly GridColumn[];
  /** Whether it differs from what everybody sees. */
  readonly own: boolean;
  toggle(id: string): void;
  reset(): void;
}

interface Options {
  readonly kind: KindRef;
  readonly all: readonly GridColumn[];
  /** Of the URL, which counts before what is remembered. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (columns: readonly string[] | undefined) => void;
}

/** Which columns of a kind are shown: those of the URL, else those that the person chose last, else the usual ones. */
export function useColumnChoice({ kind, all, chosen, onChoose }: Options): ColumnChoice {
  const { storage } = useExtension();
  const key = `columns:${resourceKey(kind)}`;
  const [revision, setRevision] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision stands for what is in the storage.
  const remembered = useMemo(() => textsOf(storage.user.get(key)), [storage, key, revision]);
  const ids = chosen ?? remembered;
  const idKey = ids?.join(',');
  const shown = useMemo(() => {
    const wanted = idKey?.split(',');
    return all.filter((column) => isFixed(column) || (wanted ? wanted.includes(column.id) : column.byDefault));
  }, [all, idKey]);

  const choose = (next: readonly string[] | undefined) => {
    if (next === undefined) storage.user.delete(key);
    else storage.user.set(key, [...next]);
    setRevision((count) => count + 1);
    onChoose(next);
  };
  return {
    all: all.filter((column) => !isFixed(column)),
    shown,
    own: ids !== undefined,
    toggle(id) {
      const current = shown.map((column) => column.id);
      const next = current.includes(id) ? current.filter((one) => one !== id) : [...current, id];
      choose(next.filter((one) => all.some((column) => column.id === one && !isFixed(column))));
    },
    reset: () => choose(undefined),
  };
}

/** Without it a row could not be told from the next. */
function isFixed(column: GridColumn): boolean {
  return column.look === 'name' && column.byDefault;
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : undefined;
}
