import type { LiveRow, ResourceList } from '@luban/sdk';

/**
 * Searches that find the pods which are not well, by what kubectl prints of them. No pod answers to two of them, so that
 * their totals may be added up.
 */
export const TROUBLES = {
  backOff: 'status:backoff',
  error: 'status:err',
  outOfMemory: 'status:oomkilled',
  invalid: 'status:invalid',
  evicted: 'status:evicted',
  notReady: 'status:running ready:0/',
} as const;

export interface FailingPod {
  readonly row: LiveRow;
  readonly status: string;
}

/** The first pods of several lists, those that restarted most at the top. */
export function failingPods(lists: readonly ResourceList[], most: number): FailingPod[] {
  const rows = lists.flatMap((list) =>
    Array.from({ length: Math.min(most, list.total) }, (_, index) => ({ row: list.row(index), list })),
  );
  return rows
    .flatMap(({ row, list }) => (row === undefined ? [] : [{ row, status: cellOf(list, row, 'Status') }]))
    .sort((a, b) => restarts(lists, b.row) - restarts(lists, a.row) || a.row.name.localeCompare(b.row.name))
    .slice(0, most);
}

function restarts(lists: readonly ResourceList[], row: LiveRow): number {
  const list = lists.find(({ columns }) => columns.length > 0);
  return list === undefined ? 0 : Number.parseInt(cellOf(list, row, 'Restarts'), 10) || 0;
}

function cellOf({ columns }: ResourceList, row: LiveRow, name: string): string {
  const cell = row.cells[columns.findIndex((column) => column.name === name)];
  if (typeof cell === 'object' && cell !== null) return cell.text ?? '';
  return cell === undefined || cell === null ? '' : String(cell);
}
