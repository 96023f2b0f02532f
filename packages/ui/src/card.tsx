import { type ReactNode, useId } from 'react';
import './card.css';
import { cx } from './cx.ts';

export interface CardProps {
  readonly title?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  readonly id?: string;
  /** Lets a table or list reach the edges. */
  readonly flush?: boolean;
}

/** A bordered region with an optional heading. */
export function Card({ title, actions, children, className, id, flush = false }: CardProps): ReactNode {
  const heading = useId();
  const headed = title !== undefined || actions !== undefined;
  return (
    <section className={cx('lb-card', className)} id={id} aria-labelledby={title === undefined ? undefined : heading}>
      {headed && (
        <header className="lb-card-header">
          <h2 className="lb-card-title" id={heading}>
            {title}
          </h2>
          {actions !== undefined && <div className="lb-card-actions">{actions}</div>}
        </header>
      )}
      <div className="lb-card-body" data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
