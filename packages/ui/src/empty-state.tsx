import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import './empty-state.css';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';

export type EmptyKind = 'nothing' | 'no-match' | 'forbidden' | 'unavailable';

export interface EmptyStateProps {
  /**
   * Why there is nothing to see: `nothing` yet (offer to create), `no-match` (offer to clear the filters), `forbidden`
   * (say verb, resource and whom to ask), `unavailable` (say which extension would bring it).
   */
  readonly kind: EmptyKind;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly action?: ReactNode;
  /** Default: by kind. */
  readonly icon?: IconName;
  readonly className?: string;
}

/** What stands where content would be. */
export function EmptyState({ kind, title, description, action, icon, className }: EmptyStateProps): ReactNode {
  return (
    <div className={cx('lb-empty', className)} data-kind={kind}>
      <span className="lb-empty-icon">
        <Icon name={icon ?? kindIcon[kind]} size={20} />
      </span>
      <div className="lb-empty-title">{title}</div>
      {description !== undefined && <div className="lb-empty-description">{description}</div>}
      {action !== undefined && <div className="lb-empty-action">{action}</div>}
    </div>
  );
}

const kindIcon: Readonly<Record<EmptyKind, IconName>> = {
  nothing: 'box',
  'no-match': 'filter',
  forbidden: 'lock',
  unavailable: 'puzzle',
};
