import type { ReactNode } from 'react';
import { type Breadcrumb, Breadcrumbs } from './breadcrumbs.tsx';
import { cx } from './cx.ts';
import './page-header.css';

export interface PageHeaderProps {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Beside the title: a `Status` or a `Badge`. */
  readonly status?: ReactNode;
  /** Buttons at the end, the primary one last. */
  readonly actions?: ReactNode;
  /** A row of tabs or links along the lower edge. */
  readonly tabs?: ReactNode;
  readonly breadcrumbs?: readonly Breadcrumb[];
  readonly className?: string;
}

/** The head of a page: where one is, what it is called, how it is, and what can be done. */
export function PageHeader(props: PageHeaderProps): ReactNode {
  const { title, description, status, actions, tabs, breadcrumbs, className } = props;
  return (
    <header className={cx('lb-page-header', className)}>
      {breadcrumbs !== undefined && breadcrumbs.length > 0 && <Breadcrumbs items={breadcrumbs} />}
      <div className="lb-page-header-row">
        <div className="lb-page-header-text">
          <div className="lb-page-header-line">
            <h1 className="lb-page-title">{title}</h1>
            {status}
          </div>
          {description !== undefined && <div className="lb-page-description">{description}</div>}
        </div>
        {actions !== undefined && <div className="lb-page-actions">{actions}</div>}
      </div>
      {tabs !== undefined && <div className="lb-page-tabs">{tabs}</div>}
    </header>
  );
}
