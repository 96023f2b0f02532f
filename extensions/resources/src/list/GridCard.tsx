import { useT } from '@luban/sdk';
import { Time } from '@luban/ui';
import { memo } from 'react';
import { Cell, Row } from './GridParts.tsx';
import { type GridLineProps, isPlainClick, marks, Name, unchanged } from './GridRow.tsx';
import { ResourceCell } from './ResourceCell.tsx';
import { RowMenu } from './RowMenu.tsx';

/** One object where there is no room for columns: its name, how it is, and where and how old. */
export const GridCard = memo(function GridCard(props: GridLineProps) {
  const { index, id, row, active, selected, style, columns } = props;
  const t = useT();
  if (row === undefined) {
    return (
      <Row id={id} aria-rowindex={index + 1} className="res-card" style={style}>
        <Cell className="lb-hidden">{t('list.waiting')}</Cell>
        <span className="res-bone" aria-hidden="true" />
      </Row>
    );
  }
  const status = columns.filter((column) => column.look === 'status').slice(0, 2);
  return (
    <Row
      id={id}
      aria-rowindex={index + 1}
      className="res-card"
      {...marks({ active, selected, deleting: row.deleting })}
      style={style}
      onClick={(event) => {
        props.onActivate(index);
        if (isPlainClick(event)) props.onOpen(row);
      }}
    >
      <Cell className="res-card-name">
        <Name row={row} urlOf={props.urlOf} />
      </Cell>
      <Cell className="res-card-menu">
        <RowMenu row={row} menuOf={props.menuOf} />
      </Cell>
      <Cell className="res-card-facts">
        {status.map((column) => (
          <ResourceCell key={column.id} column={column} row={row} />
        ))}
        {row.namespace !== undefined && <span className="res-text">{row.namespace}</span>}
        {row.created !== '' && <Time value={row.created} short />}
      </Cell>
    </Row>
  );
}, unchanged);
