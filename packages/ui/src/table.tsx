import type { Key, ReactNode } from 'react';
import { cx } from './cx.ts';
import { EmptyState } from './empty-state.tsx';
import './table.css';
import { TableBody } from './table-body.tsx';
import { TableHead } from './table-head.tsx';
import { TableSkeleton } from './table-skeleton.tsx';
import { type TableSort, useSortedRows } from './table-sort.ts';
import { useUi } from './ui-context.ts';
import { useOverflow } from './use-overflow.ts';

export interface TableColumn<Row> {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** A CSS length; columns without one share the rest. */
  readonly width?: string | number;
  /** Default: `start`. Numbers go to the `end`. */
  readonly align?: 'start' | 'center' | 'end';
  /** Compares two rows for ascending order; its presence makes the header a button. */
  readonly sort?: (a: Row, b: Row) => number;
  /** Sets the cells in the monospace face, for identifiers. */
  readonly mono?: boolean;
  /** Leaves the column out where the table is narrower than 640 px. */
  readonly hideWhenNarrow?: boolean;
}

export interface TableProps<Row> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => Key;
  readonly columns: readonly TableColumn<Row>[];
  /** What the table lists, for screen readers. */
  readonly label: string;
  /** Makes rows focusable: arrow keys, Home and End move between them, Enter opens. */
  readonly onRowClick?: (row: Row) => void;
  readonly selectedKey?: Key | null;
  /** In the place of rows when there are none. Default: an `EmptyState`. */
  readonly empty?: ReactNode;
  /** Shows a skeleton with the real columns while there are no rows. */
  readonly loading?: boolean;
  /** The order to begin with. Default: as given. */
  readonly defaultSort?: TableSort;
  /** Order kept outside, in the URL for instance; goes with `onSortChange`. */
  readonly sort?: TableSort | null;
  readonly onSortChange?: (sort: TableSort | null) => void;
  readonly className?: string;
}

/** Rows under headings, as a real `<table>`. */
export function Table<Row>(props: TableProps<Row>): ReactNode {
  const { rows, columns, label, empty, loading = false, className } = props;
  const { strings } = useUi();
  const sorting = useSortedRows(props);
  const { ref, overflowing } = useOverflow();
  const bare = rows.length === 0;
  return (
    <div
      ref={ref}
      className={cx('lb-table-room', className)}
      {...(overflowing && { tabIndex: 0, role: 'group', 'aria-label': label })}
    >
      <table className="lb-table" aria-label={label} aria-busy={loading || undefined}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ inlineSize: column.width }} data-narrow={narrow(column)} />
          ))}
        </colgroup>
        <TableHead columns={columns} sorting={sorting} />
        {bare && loading && <TableSkeleton columns={columns} />}
        {!bare && <TableBody {...props} rows={sorting.rows} />}
      </table>
      {bare &&
        !loading &&
        (empty ?? <EmptyState kind="nothing" title={strings.noRows} description={strings.noRowsHint} />)}
    </div>
  );
}

/** Marks cells that narrow tables leave out. */
export function narrow(column: { readonly hideWhenNarrow?: boolean }): 'hide' | undefined {
  return column.hideWhenNarrow ? 'hide' : undefined;
}
