import { type Key, type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import { cx } from './cx.ts';
import { narrow, type TableProps } from './table.tsx';

/** The rows. Where they can be opened, exactly one of them is in the tab order, and arrow keys move that place. */
export function TableBody<Row>(props: TableProps<Row>): ReactNode {
  const { rows, rowKey, columns, onRowClick, selectedKey } = props;
  const [focused, setFocused] = useState<Key | null>(null);
  const keys = rows.map(rowKey);
  const wished = focused ?? selectedKey ?? null;
  const stop = wished !== null && keys.includes(wished) ? wished : keys[0];
  return (
    <tbody>
      {rows.map((row, index) => {
        const key = keys[index]!;
        const selected = selectedKey !== null && selectedKey !== undefined && key === selectedKey;
        const interactive = onRowClick !== undefined && {
          tabIndex: key === stop ? 0 : -1,
          onFocus: () => setFocused(key),
          onClick: (event: MouseEvent<HTMLElement>) => {
            if (!fromControl(event)) onRowClick(row);
          },
          onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
            if (event.target !== event.currentTarget) return;
            if (event.key === 'Enter') onRowClick(row);
            else if (!moveFocus(event)) return;
            event.preventDefault();
          },
        };
        return (
          <tr
            key={key}
            className={cx(onRowClick !== undefined && 'lb-row-link')}
            aria-current={selected || undefined}
            {...interactive}
          >
            {columns.map((column) => (
              <td
                key={column.id}
                data-align={column.align}
                data-narrow={narrow(column)}
                className={cx(column.mono && 'lb-mono') || undefined}
              >
                {column.cell(row)}
              </td>
            ))}
          </tr>
        );
      })}
    </tbody>
  );
}

/** Buttons and links within a row do their own thing; so does selecting text. */
function fromControl(event: MouseEvent<HTMLElement>): boolean {
  if (!(event.target instanceof Element)) return false;
  const control = event.target.closest('a, button, input, label, select, textarea, [role="menuitem"]');
  if (control !== null && event.currentTarget.contains(control)) return true;
  // Clicks in a portal (a menu opened from the row) bubble through React's tree, not the document's.
  return !event.currentTarget.contains(event.target) || getSelection()?.type === 'Range';
}

function moveFocus(event: KeyboardEvent<HTMLElement>): boolean {
  const row = event.currentTarget;
  const target = rowAt(event.key, row);
  if (target instanceof HTMLElement) target.focus();
  return target !== undefined;
}

/** The row that a key leads to; null at either end, undefined for keys that do not move. */
function rowAt(key: string, row: HTMLElement): Element | null | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return row.nextElementSibling;
    case 'ArrowUp':
    case 'k':
      return row.previousElementSibling;
    case 'Home':
      return row.parentElement?.firstElementChild ?? null;
    case 'End':
      return row.parentElement?.lastElementChild ?? null;
    default:
      return undefined;
  }
}
