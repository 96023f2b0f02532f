import { Tooltip as Base } from '@base-ui/react/tooltip';
import { type ReactElement, type ReactNode, useId, useState } from 'react';
import './popup.css';
import { usePortalScope } from './portal-scope.tsx';
import './tooltip.css';

export interface TooltipProps {
  /** A few words. What a person must know belongs on the page: touch screens show no tooltips. */
  readonly content: ReactNode;
  /** One element that can have the focus and passes on its props and ref. */
  readonly children: ReactElement;
  /** Default: `top`. */
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  /** Milliseconds. Default: 400. */
  readonly delay?: number;
}

/** Explains an element on hover and focus. */
export function Tooltip({ content, children, side = 'top', delay = 400 }: TooltipProps): ReactNode {
  const { marker, scope } = usePortalScope();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      {marker}
      <Base.Root open={open} onOpenChange={setOpen}>
        <Base.Trigger render={children} delay={delay} aria-describedby={open ? id : undefined} />
        <Base.Portal {...scope}>
          <Base.Positioner className="lb-positioner" side={side} sideOffset={6} collisionPadding={8}>
            <Base.Popup className="lb-popup lb-tooltip" id={id} role="tooltip">
              {content}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </>
  );
}
