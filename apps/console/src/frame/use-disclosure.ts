import { useCallback, useRef, useState } from 'react';

/**
 * The open state of a panel below a button. A press on the button while the panel is open has closed it already when
 * the click arrives, and must not open it again.
 */
export function useDisclosure() {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const openAtPress = useRef(false);

  const close = useCallback((returnFocus = false) => {
    setOpen(false);
    if (returnFocus) anchor.current?.focus();
  }, []);

  const trigger = {
    ref: anchor,
    'aria-expanded': open,
    onPointerDown: () => {
      openAtPress.current = open;
    },
    onClick: () => {
      setOpen(!openAtPress.current && !open);
      openAtPress.current = false;
    },
  };
  return { anchor, open, setOpen, close, trigger };
}
