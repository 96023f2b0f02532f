import { Icon, Kbd } from '@luban/ui/shell';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { FloatingPanel } from './FloatingPanel.tsx';
import type { MenuEntry } from './menu-entry.ts';

interface Props {
  label: string;
  entries: readonly MenuEntry[];
  anchor: RefObject<HTMLElement | null>;
  align?: 'start' | 'end';
  onClose(returnFocus?: boolean): void;
}

/** A menu by the ARIA pattern: arrows, Home, End and first letters move, Enter chooses, Tab and Escape leave. */
export function MenuPanel({ label, entries, anchor, align, onClose }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const checked = list.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    (checked ?? items(list.current)[0])?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items(list.current);
    const at = all.indexOf(document.activeElement as HTMLElement);
    const target = nextItem(event.key, all, at);
    if (target !== undefined) {
      event.preventDefault();
      target.focus();
    } else if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault();
      onClose(true);
    }
  };

  return (
    <FloatingPanel anchor={anchor} align={align} onClose={onClose}>
      <div ref={list} role="menu" aria-label={label} tabIndex={-1} className="shell-menu" onKeyDown={onKeyDown}>
        {entries.map((entry) => (
          <MenuLine key={entry.key} entry={entry} onClose={onClose} />
        ))}
      </div>
    </FloatingPanel>
  );
}

function MenuLine({ entry, onClose }: { entry: MenuEntry; onClose(returnFocus?: boolean): void }) {
  if (entry.kind === 'separator') return <hr className="shell-menu-separator" />;
  if (entry.kind === 'heading') {
    return (
      <div role="presentation" className="shell-menu-heading">
        {entry.label}
      </div>
    );
  }
  const choice = entry.checked === undefined ? undefined : { 'aria-checked': entry.checked };
  const content = (
    <>
      <span className="shell-menu-icon">
        {entry.checked ? <Icon name="check" size={14} /> : entry.icon && <Icon name={entry.icon} />}
      </span>
      <span className="shell-menu-label">
        {entry.label}
        {entry.detail !== undefined && <span className="shell-menu-detail">{entry.detail}</span>}
      </span>
      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
    </>
  );
  if (entry.href !== undefined) {
    return (
      <a
        role="menuitem"
        tabIndex={-1}
        className="shell-menu-item"
        href={entry.href}
        target="_blank"
        rel="noreferrer noopener"
        onClick={() => onClose(true)}
      >
        {content}
      </a>
    );
  }
  return (
    <button
      type="button"
      role={choice ? 'menuitemradio' : 'menuitem'}
      {...choice}
      tabIndex={-1}
      className="shell-menu-item"
      onClick={() => {
        onClose(true);
        entry.onSelect();
      }}
    >
      {content}
    </button>
  );
}

function items(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

function nextItem(key: string, all: HTMLElement[], at: number): HTMLElement | undefined {
  if (key === 'ArrowDown') return all[(at + 1) % all.length];
  if (key === 'ArrowUp') return all[(at <= 0 ? all.length : at) - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const begins = (item: HTMLElement) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase());
  return all.slice(at + 1).find(begins) ?? all.find(begins);
}
