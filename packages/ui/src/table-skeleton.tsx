import type { ReactNode } from 'react';
import './skeleton.css';
import { narrow, type TableColumn } from './table.tsx';
import { useUi } from './ui-context.ts';
import { useAfter } from './use-after.ts';

/** Placeholder rows under the real headings. */
export function TableSkeleton<Row>({ columns }: { readonly columns: readonly TableColumn<Row>[] }): ReactNode {
  const { strings } = useUi();
  const visible = useAfter(150);
  const slow = useAfter(3_000);
  return (
    <tbody className="lb-skeleton" data-visible={visible || undefined}>
      {slow && (
        <tr>
          <td colSpan={columns.length} className="lb-table-note">
            <span role="status">{strings.stillLoading}</span>
          </td>
        </tr>
      )}
      {Array.from({ length: 8 }, (_, row) => (
        <tr key={row} {...decorative}>
          {columns.map((column, index) => (
            <td key={column.id} data-align={column.align} data-narrow={narrow(column)}>
              <div className="lb-bone" data-kind="line" style={{ inlineSize: widths[(row + index) % widths.length] }} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

const decorative = { 'aria-hidden': true };
const widths = ['70%', '52%', '84%', '60%'];
