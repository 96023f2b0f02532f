import type { ReactNode } from 'react';
import './callout.css';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Spinner } from './spinner.tsx';
import { type Tone, toneIcon } from './tone.ts';

export interface CalloutProps {
  readonly tone: Tone;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly id?: string;
  /** `alert` has it read out at once when it appears; `status` when the reader pauses. Default: neither. */
  readonly role?: 'alert' | 'status' | 'note';
}

/** A notice in its place: what happened, why, and what to do about it. */
export function Callout({ tone, title, children, actions, className, id, role }: CalloutProps): ReactNode {
  return (
    <div className={cx('lb-callout', className)} data-tone={tone} id={id} role={role}>
      {tone === 'progress' ? <Spinner /> : <Icon name={toneIcon[tone]} />}
      <div className="lb-callout-content">
        <div className="lb-callout-body">
          <div className="lb-callout-title">{title}</div>
          {children !== undefined && <div className="lb-callout-text">{children}</div>}
        </div>
        {actions !== undefined && <div className="lb-callout-actions">{actions}</div>}
      </div>
    </div>
  );
}
