import { Icon } from '@luban/ui/shell';
import type { ReactNode } from 'react';
import { MenuPanel } from './MenuPanel.tsx';
import type { MenuEntry } from './menu-entry.ts';
import { useDisclosure } from './use-disclosure.ts';

interface Props {
  label: string;
  icon?: string;
  /** Shown in place of the icon. */
  children?: ReactNode;
  entries: readonly MenuEntry[];
  align?: 'start' | 'end';
}

/** A button of the top bar with a menu below it. */
export function MenuButton({ label, icon, children, entries, align = 'end' }: Props) {
  const { anchor, open, setOpen, close, trigger } = useDisclosure();
  return (
    <>
      <button
        {...trigger}
        type="button"
        className="shell-bar-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children ?? <Icon name={icon ?? 'more'} />}
      </button>
      {open && <MenuPanel label={label} entries={entries} anchor={anchor} align={align} onClose={close} />}
    </>
  );
}
