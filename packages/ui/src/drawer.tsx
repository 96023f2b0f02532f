import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import './dialog.css';
import './drawer.css';
import { IconButton } from './icon-button.tsx';
import { usePortalScope } from './portal-scope.tsx';
import { useUi } from './ui-context.ts';

export interface DrawerProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** Pixels; never more than the window. Default: 480. */
  readonly width?: number;
  /** Default: `end`. `start` suits a navigation. */
  readonly side?: 'start' | 'end';
  /** False leaves the page behind it usable, for details beside a list. Default: true. */
  readonly modal?: boolean;
  readonly className?: string;
}

/** A panel at the window's edge, for details over a list. */
export function Drawer(props: DrawerProps): ReactNode {
  const { open, onOpenChange, title, description, children, footer, width = 480, side = 'end', modal = true } = props;
  const { strings } = useUi();
  const { marker, scope } = usePortalScope();
  return (
    <>
      {marker}
      <Base.Root open={open} onOpenChange={onOpenChange} modal={modal} disablePointerDismissal={!modal}>
        <Base.Portal {...scope}>
          {modal && <Base.Backdrop className="lb-backdrop" />}
          <Base.Popup
            className={cx('lb-drawer', props.className)}
            data-side={side}
            style={{ inlineSize: `min(${width}px, 100vw)` }}
          >
            <header className="lb-drawer-header">
              <div className="lb-drawer-heading">
                <Base.Title className="lb-dialog-title">{title}</Base.Title>
                {description !== undefined && (
                  <Base.Description className="lb-drawer-description" render={<div />}>
                    {description}
                  </Base.Description>
                )}
              </div>
            </header>
            <div className="lb-drawer-body">{children}</div>
            {footer !== undefined && <footer className="lb-drawer-footer">{footer}</footer>}
            <Base.Close render={<IconButton className="lb-dialog-close" size="sm" icon="x" label={strings.close} />} />
          </Base.Popup>
        </Base.Portal>
      </Base.Root>
    </>
  );
}
