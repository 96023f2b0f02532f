import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import './description-list.css';

export interface DescriptionItem {
  readonly term: ReactNode;
  readonly description: ReactNode;
  /** Default: the term, where it is text. */
  readonly id?: string;
}

export interface DescriptionListProps {
  readonly items: readonly DescriptionItem[];
  readonly className?: string;
  /** Default: 1. Two fall back to one where there is little room. */
  readonly columns?: 1 | 2;
}

/** The properties of a thing, as pairs. */
export function DescriptionList({ items, className, columns = 1 }: DescriptionListProps): ReactNode {
  return (
    <dl className={cx('lb-descriptions', className)} data-columns={columns}>
      {items.map((item, index) => (
        <div key={item.id ?? (typeof item.term === 'string' ? item.term : index)} className="lb-description">
          <dt>{item.term}</dt>
          <dd>{item.description}</dd>
        </div>
      ))}
    </dl>
  );
}
