import { type LiveRow, type ResourceList, type useColumns, useShell, useT, useTable } from '@luban/sdk';
import type { MenuEntry } from '@luban/ui';
import { type CSSProperties, type RefObject, useId, useRef } from 'react';
import { GridCard } from './GridCard.tsx';
import { GridHead } from './GridHead.tsx';
import { Grid, RowGroup } from './GridParts.tsx';
import { GridRow } from './GridRow.tsx';
import type { GridColumn } from './grid-column.ts';
import './list.css';
import type { ListView } from './list-view.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useNarrow } from './use-narrow.ts';
import type { Selection } from './use-selection.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

/** A column that another extension adds. It is given what the list knows of an object. */
export type ContributedColumn = ReturnType<typeof useColumns<{ resource: unknown }>>[number];

export interface ResourceGridProps {
  readonly label: string;
  readonly list: ResourceList;
  readonly columns: readonly GridColumn[];
  readonly contributed: readonly ContributedColumn[];
  readonly resourceOf: (row: LiveRow) => unknown;
  readonly sort: ListView['sort'];
  readonly onSort: (sort: ListView['sort']) => void;
  readonly urlOf: (row: LiveRow) => string;
  readonly onOpen: (row: LiveRow) => void;
  readonly selection: Selection;
  readonly selectable: boolean;
  readonly menuOf: (row: LiveRow) => readonly MenuEntry[];
  /** The element that scrolls and has the keys. */
  readonly gridRef?: RefObject<HTMLDivElement | null>;
}

const ROW = { compact: 32, comfortable: 40 } as const;
const CARD = 64;

/** The rows of a live list that are in sight: a table, or cards where there is little room. */
export function ResourceGrid(props: ResourceGridProps) {
  const { list, columns, contributed, selectable, selection } = props;
  const t = useT();
  const density = useShell((shell) => shell.density);
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.gridRef ?? own;
  const narrow = useNarrow(scroller);
  const table = useTable(list);
  const rowHeight = narrow ? CARD : ROW[density];
  const { items, height, scrollTo } = useVirtualRows({
    scroller,
    total: list.total,
    rowHeight,
    keyOf: table.keyOf,
    onVisible: table.setVisible,
  });
  const keys = useGridKeys({ ...props, table, scrollTo });
  const id = useId();
  const Line = narrow ? GridCard : GridRow;

  return (
    <Grid
      ref={scroller}
      aria-label={props.label}
      aria-rowcount={list.total + (narrow ? 0 : 1)}
      aria-colcount={narrow ? 3 : columns.length + contributed.length + (selectable ? 2 : 1)}
      aria-multiselectable={selectable || undefined}
      aria-activedescendant={table.activeIndex < 0 ? undefined : `${id}-${table.activeIndex}`}
      aria-busy={list.status === 'loading' || undefined}
      aria-describedby={`${id}-keys`}
      className="res-grid"
      data-stale={list.status === 'stale' || undefined}
      style={{ '--res-columns': template(props) } as CSSProperties}
      onKeyDown={keys}
    >
      {!narrow && <GridHead {...props} />}
      <RowGroup className="res-rows" style={{ blockSize: height }}>
        {items.map(({ key, index, start }) => {
          const row = list.row(index);
          return (
            <Line
              key={key}
              {...props}
              index={index}
              id={`${id}-${index}`}
              row={row}
              active={index === table.activeIndex}
              selected={row !== undefined && selection.rows.has(row.key)}
              style={{ transform: `translateY(${start}px)`, blockSize: rowHeight }}
              onActivate={table.setActive}
            />
          );
        })}
      </RowGroup>
      <p id={`${id}-keys`} hidden>
        {t('list.keys')}
      </p>
    </Grid>
  );
}

/** `grid-template-columns` of every row: they have the same width, so they come out the same. */
function template({ columns, contributed, selectable }: ResourceGridProps): string {
  return [
    ...(selectable ? ['36px'] : []),
    ...columns.map(({ width, grow }) => (grow === 0 ? `${width}px` : `minmax(${width}px, ${grow}fr)`)),
    ...contributed.map(({ width = 120 }) => `${width}px`),
    '44px',
  ].join(' ');
}
