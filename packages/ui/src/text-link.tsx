import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import './text-link.css';
import { useUi } from './ui-context.ts';

export interface TextLinkProps extends ComponentProps<'a'> {
  readonly href: string;
  /** Opens another site in a new tab, marked with a glyph. */
  readonly external?: boolean;
}

/** A link within text. */
export function TextLink({ external = false, className, children, ...rest }: TextLinkProps): ReactNode {
  const { link: Anchor } = useUi();
  if (!external) {
    return (
      <Anchor {...rest} className={cx('lb-link', className)}>
        {children}
      </Anchor>
    );
  }
  return (
    <a target="_blank" rel="noreferrer" {...rest} className={cx('lb-link', className)}>
      {children}
      <Icon name="external" size={12} className="lb-link-external" />
    </a>
  );
}
