import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import './kbd.css';

export interface KbdProps {
  /** Keys pressed together, in order: `['Mod', 'K']`, or `'Mod+K'`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
  readonly keys: string | readonly string[];
  readonly className?: string;
}

/** A keyboard shortcut. */
export function Kbd({ keys, className }: KbdProps): ReactNode {
  const list = typeof keys === 'string' ? keys.split('+') : keys;
  return (
    <kbd className={cx('lb-kbd', className)}>
      {list.map((key) => (
        <kbd key={key} className="lb-key">
          {keyLabel(key, isMac())}
        </kbd>
      ))}
    </kbd>
  );
}

/** How a key is written on the keyboard in front of the person. */
export function keyLabel(key: string, mac: boolean): string {
  const names = mac ? macNames : otherNames;
  const name = names[key.toLowerCase()];
  if (name !== undefined) return name;
  return key.length === 1 ? key.toUpperCase() : key;
}

const arrows = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  enter: '↵',
  escape: 'Esc',
  ' ': 'Space',
};
const macNames: Readonly<Record<string, string>> = { ...arrows, mod: '⌘', meta: '⌘', ctrl: '⌃', alt: '⌥', shift: '⇧' };
const otherNames: Readonly<Record<string, string>> = {
  ...arrows,
  mod: 'Ctrl',
  meta: 'Win',
  ctrl: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
};

function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}
