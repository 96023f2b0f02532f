import { useT } from '@luban/sdk';
import { Icon } from '@luban/ui';
import { Heading, Row, RowGroup } from './GridParts.tsx';
import type { GridColumn } from './grid-column.ts';
import type { ResourceGridProps } from './ResourceGrid.tsx';

/** The headings; those that the server can sort by are buttons. */
export function GridHead({ columns, contributed, sort, onSort, selectable }: ResourceGridProps) {
  const t = useT();
  return (
    <RowGroup className="res-head">
      <Row aria-rowindex={1} className="res-line">
        {selectable && (
          <Heading className="res-cell">
            <span className="lb-hidden">{t('column.select')}</span>
          </Heading>
        )}
        {columns.map((column) => {
          const direction = sort?.column === column.sortKey ? sort : undefined;
          const content = (
            <>
              <span className="res-sort-word">{column.title}</span>
              <Icon name={direction ? (direction.descending ? 'arrow-down' : 'arrow-up') : 'sort'} size={12} />
            </>
          );
          return (
            <Heading
              key={column.id}
              className="res-cell"
              data-look={column.look}
              title={column.description}
              aria-sort={direction === undefined ? undefined : direction.descending ? 'descending' : 'ascending'}
            >
              {column.sortKey === undefined ? (
                column.title
              ) : (
                <button type="button" className="res-sort" onClick={() => onSort(nextSort(column, sort))}>
                  {content}
                </button>
              )}
            </Heading>
          );
        })}
        {contributed.map((column) => (
          <Heading key={column.key} className="res-cell">
            {column.title}
          </Heading>
        ))}
        <Heading className="res-cell">
          <span className="lb-hidden">{t('column.actions')}</span>
        </Heading>
      </Row>
    </RowGroup>
  );
}

/** Ascending, descending, and as it was. */
function nextSort({ sortKey = '' }: GridColumn, sort: ResourceGridProps['sort']): ResourceGridProps['sort'] {
  if (sort?.column !== sortKey) return { column: sortKey, descending: false };
  return sort.descending ? undefined : { column: sortKey, descending: true };
}
