import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';
import './status.css';
import { type Tone, toneIcon } from './tone.ts';

export interface StatusProps {
  readonly tone: Tone;
  /** The word: "Running", "Failed". */
  readonly children: ReactNode;
  readonly className?: string;
  /** More on hover, such as the reason. */
  readonly title?: string;
}

/** The state of a thing: a glyph whose shape differs by tone, and a word. */
export function Status({ tone, children, className, title }: StatusProps): ReactNode {
  return (
    <span className={cx('lb-status', className)} data-tone={tone} title={title}>
      {tone === 'progress' ? <Spinner size={14} /> : <Icon name={toneIcon[tone]} size={14} />}
      <span className="lb-status-word">{children}</span>
    </span>
  );
}
