import { Fragment, type ReactNode } from 'react';
import './breadcrumbs.css';
import { Icon } from './icon.tsx';
import { useUi } from './ui-context.ts';

export interface Breadcrumb {
  readonly label: string;
  /** Left out for the page itself. */
  readonly href?: string;
}

/** The way from the top to this page. */
export function Breadcrumbs({ items }: { readonly items: readonly Breadcrumb[] }): ReactNode {
  const { strings, link: Anchor } = useUi();
  return (
    <nav aria-label={strings.breadcrumbs} className="lb-breadcrumbs">
      <ol>
        {items.map((item, index) => (
          <Fragment key={`${item.href ?? ''} ${item.label}`}>
            {index > 0 && (
              <li aria-hidden="true" className="lb-breadcrumb-gap">
                <Icon name="chevron-right" size={12} />
              </li>
            )}
            <li>
              {item.href === undefined ? (
                <span aria-current="page">{item.label}</span>
              ) : (
                <Anchor href={item.href}>{item.label}</Anchor>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
