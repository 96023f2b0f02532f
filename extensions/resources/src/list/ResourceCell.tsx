import type { LiveCell, LiveRow } from '@luban/sdk';
import { Status, Time } from '@luban/ui';
import type { ReactNode } from 'react';
import { toneOf, toneOfRatio } from '../status/tone-of.ts';
import type { GridColumn } from './grid-column.ts';

/** What one column says of one object. The name is drawn by the row, as it is a link. */
export function ResourceCell({ column, row }: { column: GridColumn; row: LiveRow }): ReactNode {
  if (column.look === 'namespace') return row.namespace;
  if (column.cell < 0) return row.created === '' ? undefined : <Time value={row.created} short />;
  const value = row.cells[column.cell];
  if (value === undefined || value === null || value === '') return <span className="res-none">–</span>;
  if (isMoment(value)) return <Moment {...value} />;
  const text = column.wanted === undefined ? String(value) : `${value}/${String(row.cells[column.wanted] ?? 0)}`;
  if (column.look === 'status') return <StatusText text={text} />;
  if (column.look === 'age' && /^\d{4}-\d\d-\d\dT/.test(text)) return <Time value={text} short />;
  return (
    <span className="res-text" title={text.length > 16 ? text : undefined}>
      {text === '<none>' ? <span className="res-none">–</span> : text}
    </span>
  );
}

/** A word with the glyph of its tone; without one where it says nothing about health. */
export function StatusText({ text, title }: { text: string; title?: string | undefined }): ReactNode {
  const tone = toneOf(text) ?? toneOfRatio(text);
  if (tone === undefined) return <span className="res-text">{text}</span>;
  return (
    <Status tone={tone} title={title ?? (text.length > 16 ? text : undefined)}>
      {text}
    </Status>
  );
}

/** `5 (3m ago)` */
function Moment({ text, at }: { text?: string; at: number }): ReactNode {
  if (text === undefined) return <Time value={at} short />;
  return (
    <span className="res-text">
      {text}{' '}
      <span className="res-aside">
        (<Time value={at} short />)
      </span>
    </span>
  );
}

function isMoment(value: LiveCell | undefined): value is Extract<LiveCell, { at: number }> {
  return typeof value === 'object' && value !== null && 'at' in value;
}
