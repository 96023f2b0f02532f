import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import './popover.css';
import './popup.css';
import { usePortalScope } from './portal-scope.tsx';

export interface PopoverProps {
  /** A `Button` or `IconButton`, or another element that passes on its props and ref. */
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  /** Heading, and the accessible name. */
  readonly title?: ReactNode;
  /** The accessible name where there is no heading. */
  readonly label?: string;
  /** Default: `bottom`. */
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** Default: `start`. */
  readonly align?: 'start' | 'center' | 'end';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string;
}

/** A small panel beside the button that opened it. */
export function Popover(props: PopoverProps): ReactNode {
  const { trigger, children, title, label, side = 'bottom', align = 'start', open, onOpenChange, className } = props;
  const { marker, scope } = usePortalScope();
  return (
    <>
      {marker}
      <Base.Root open={open} onOpenChange={onOpenChange}>
        <Base.Trigger render={trigger} />
        <Base.Portal {...scope}>
          <Base.Positioner className="lb-positioner" side={side} align={align} sideOffset={4} collisionPadding={8}>
            <Base.Popup className={cx('lb-popup lb-popover', className)} aria-label={label}>
              {title !== undefined && <Base.Title className="lb-popover-title">{title}</Base.Title>}
              {children}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </>
  );
}
