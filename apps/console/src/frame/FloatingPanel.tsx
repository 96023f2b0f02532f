import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from 'react';
import { placePanel } from './place-panel.ts';

export interface FloatingPanelProps extends ComponentProps<'div'> {
  anchor: RefObject<HTMLElement | null>;
  align?: 'start' | 'end';
  onClose(): void;
}

/**
 * A panel in the top layer that stands while it is rendered. The browser's own popover gives Escape and the click
 * outside, so that the frame's menus depend on no code that is still to be fetched.
 */
export function FloatingPanel({ anchor, align = 'start', onClose, className, ...rest }: FloatingPanelProps) {
  const ref = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const panel = ref.current!;
    const place = () => anchor.current && placePanel(anchor.current, panel, align);
    panel.showPopover?.();
    place();
    window.addEventListener('resize', place);
    return () => window.removeEventListener('resize', place);
  }, [anchor, align]);

  return (
    <div
      {...rest}
      ref={ref}
      popover="auto"
      className={`shell-panel ${className ?? ''}`}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    />
  );
}
