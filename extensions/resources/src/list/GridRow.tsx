import { Link, type LiveRow, useT } from '@luban/sdk';
import { type CSSProperties, type MouseEvent, memo } from 'react';
import { Cell, Row } from './GridParts.tsx';
import { ResourceCell } from './ResourceCell.tsx';
import type { ResourceGridProps } from './ResourceGrid.tsx';
import { RowMenu } from './RowMenu.tsx';

export interface GridLineProps extends ResourceGridProps {
  readonly index: number;
  readonly id: string;
  /** Undefined until the server has sent it. */
  readonly row: LiveRow | undefined;
  readonly active: boolean;
  readonly selected: boolean;
  readonly style: CSSProperties;
  readonly onActivate: (index: number) => void;
}

/** One object. Drawn again only when it changed. */
export const GridRow = memo(function GridRow(props: GridLineProps) {
  const { index, id, row, active, selected, style, columns, contributed, selection, selectable } = props;
  const t = useT();
  if (row === undefined) return <WaitingRow {...props} />;
  return (
    <Row
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selectable ? selected : undefined}
      className="res-line res-row"
      {...marks({ active, selected, deleting: row.deleting })}
      style={style}
      onClick={(event) => {
        props.onActivate(index);
        if (isPlainClick(event)) props.onOpen(row);
      }}
    >
      {selectable && (
        <Cell className="res-cell">
          <input
            type="checkbox"
            className="lb-checkbox"
            tabIndex={-1}
            aria-label={t('list.select', { name: row.name })}
            checked={selected}
            onChange={() => selection.toggle(row)}
          />
        </Cell>
      )}
      {columns.map((column) => (
        <Cell key={column.id} className="res-cell" data-look={column.look}>
          {column.look === 'name' ? <Name {...props} row={row} /> : <ResourceCell column={column} row={row} />}
        </Cell>
      ))}
      {contributed.map((column) => (
        <Cell key={column.key} className="res-cell">
          {column.render({ resource: props.resourceOf(row) })}
        </Cell>
      ))}
      <Cell className="res-cell">
        <RowMenu row={row} menuOf={props.menuOf} />
      </Cell>
    </Row>
  );
}, unchanged);

export function Name({ row, urlOf }: { row: LiveRow; urlOf: ResourceGridProps['urlOf'] }) {
  const t = useT();
  return (
    <>
      <Link to={urlOf(row)} tabIndex={-1} className="res-name" title={row.name}>
        {row.name}
      </Link>
      {row.deleting && <span className="res-aside">{t('list.deleting')}</span>}
    </>
  );
}

function WaitingRow({ index, id, style, columns, contributed, selectable }: GridLineProps) {
  const t = useT();
  const cells = columns.length + contributed.length + (selectable ? 1 : 0);
  return (
    <Row id={id} aria-rowindex={index + 2} className="res-line res-row" style={style}>
      <Cell className="lb-hidden">{t('list.waiting')}</Cell>
      {Array.from({ length: cells }, (_, cell) => (
        <span key={cell} className="res-cell" aria-hidden="true">
          <span className="res-bone" />
        </span>
      ))}
    </Row>
  );
}

/** For the style sheet. */
export function marks({ active, selected, deleting }: { active: boolean; selected: boolean; deleting?: boolean }) {
  return {
    'data-active': active || undefined,
    'data-selected': selected || undefined,
    'data-deleting': deleting || undefined,
  };
}

/** Links, buttons and boxes in the row do what they do, and text can be marked without leaving the page. */
export function isPlainClick(event: MouseEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey) return false;
  if (!(event.target instanceof Element) || !event.currentTarget.contains(event.target)) return false;
  if (event.target.closest('a, button, input') !== null) return false;
  return (window.getSelection()?.toString() ?? '') === '';
}

const COMPARED = ['row', 'active', 'selected', 'index', 'columns', 'contributed', 'urlOf', 'menuOf', 'onOpen'] as const;

export function unchanged(before: GridLineProps, after: GridLineProps): boolean {
  return (
    COMPARED.every((name) => before[name] === after[name]) &&
    before.style.transform === after.style.transform &&
    before.style.blockSize === after.style.blockSize
  );
}
