import { useMemo, useState } from 'react';
import type { TableProps } from './table.tsx';

export interface TableSort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface Sorting<Row> {
  readonly rows: readonly Row[];
  readonly sort: TableSort | null;
  /** Ascending, then descending, then as given. */
  readonly toggle: (column: string) => void;
}

/** Orders rows by the chosen column; equal rows keep the order they came in. */
export function useSortedRows<Row>(props: TableProps<Row>): Sorting<Row> {
  const { rows, columns, defaultSort, onSortChange } = props;
  const [own, setOwn] = useState<TableSort | null>(defaultSort ?? null);
  const sort = props.sort === undefined ? own : props.sort;
  const sorted = useMemo(() => {
    const compare = columns.find((column) => column.id === sort?.column)?.sort;
    if (compare === undefined) return rows;
    const sign = sort?.direction === 'descending' ? -1 : 1;
    return rows.toSorted((a, b) => sign * compare(a, b));
  }, [rows, columns, sort]);
  const toggle = (column: string) => {
    const next = nextSort(sort, column);
    setOwn(next);
    onSortChange?.(next);
  };
  return { rows: sorted, sort, toggle };
}

export function nextSort(sort: TableSort | null, column: string): TableSort | null {
  if (sort?.column !== column) return { column, direction: 'ascending' };
  return sort.direction === 'ascending' ? { column, direction: 'descending' } : null;
}
