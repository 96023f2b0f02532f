import type { ReactNode } from 'react';
import './badge.css';
import { cx } from './cx.ts';
import type { Tone } from './tone.ts';

export interface BadgeProps {
  /** Default: `neutral`. */
  readonly tone?: Tone | 'accent';
  readonly children: ReactNode;
  readonly className?: string;
  readonly title?: string;
}

/** A short word or number set apart: a version, a count, a kind. For the state of a thing use `Status`. */
export function Badge({ tone = 'neutral', children, className, title }: BadgeProps): ReactNode {
  return (
    <span className={cx('lb-badge', className)} data-tone={tone} title={title}>
      {children}
    </span>
  );
}
