import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { narrow, type TableColumn } from './table.tsx';
import type { Sorting } from './table-sort.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly sorting: Sorting<Row>;
}

export function TableHead<Row>({ columns, sorting }: TableHeadProps<Row>): ReactNode {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const direction = sorting.sort?.column === column.id ? sorting.sort.direction : undefined;
          return (
            <th
              key={column.id}
              scope="col"
              data-align={column.align}
              data-narrow={narrow(column)}
              aria-sort={column.sort && (direction ?? 'none')}
            >
              {column.sort === undefined ? (
                column.header
              ) : (
                <button type="button" className="lb-table-sort" onClick={() => sorting.toggle(column.id)}>
                  <span>{column.header}</span>
                  <Icon
                    name={direction === 'descending' ? 'arrow-down' : 'arrow-up'}
                    size={12}
                    className={direction === undefined ? 'lb-table-unsorted' : undefined}
                  />
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
