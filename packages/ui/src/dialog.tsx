import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import { cx } from './cx.ts';
import './dialog.css';
import { IconButton } from './icon-button.tsx';
import { usePortalScope } from './portal-scope.tsx';
import { useUi } from './ui-context.ts';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the primary one last. */
  readonly footer?: ReactNode;
  /** Widths of 400, 560 and 800 px. Default: `md`. */
  readonly size?: 'sm' | 'md' | 'lg';
  /** Keeps it open on a click outside, for forms. Escape and the close button stay. Default: false. */
  readonly keepOnOutsideClick?: boolean;
  /** Default: the first control. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly className?: string;
}

/** A window over the page that asks for something and gives the focus back at the end. */
export function Dialog(props: DialogProps): ReactNode {
  const { open, onOpenChange, title, description, children, footer, size = 'md', initialFocus, className } = props;
  const { strings } = useUi();
  const { marker, scope } = usePortalScope();
  return (
    <>
      {marker}
      <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={props.keepOnOutsideClick ?? false}>
        <Base.Portal {...scope}>
          <Base.Backdrop className="lb-backdrop" />
          <Base.Viewport className="lb-dialog-viewport">
            <Base.Popup className={cx('lb-dialog', className)} data-size={size} initialFocus={initialFocus}>
              <header className="lb-dialog-header">
                <Base.Title className="lb-dialog-title">{title}</Base.Title>
              </header>
              <div className="lb-dialog-body">
                {description !== undefined && (
                  <Base.Description className="lb-dialog-description" render={<div />}>
                    {description}
                  </Base.Description>
                )}
                {children}
              </div>
              {footer !== undefined && <footer className="lb-dialog-footer">{footer}</footer>}
              <Base.Close
                render={<IconButton className="lb-dialog-close" size="sm" icon="x" label={strings.close} />}
              />
            </Base.Popup>
          </Base.Viewport>
        </Base.Portal>
      </Base.Root>
    </>
  );
}
