import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import './spinner.css';

/** A turning glyph for work in progress. Decorative: say what is going on in words beside it. */
export function Spinner({ size = 16, className }: { readonly size?: number; readonly className?: string }): ReactNode {
  return <Icon name="loader" size={size} className={cx('lb-spinner', className)} />;
}
