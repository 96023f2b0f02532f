import { createElement, type ReactNode } from 'react';
import { cx } from './cx.ts';
import './icon.css';
import { type IconName, icons } from './icons.ts';

export interface IconProps {
  /** One of `iconNames`; a name that is not known shows the puzzle piece, so that a newer manifest never breaks. */
  readonly name: IconName | (string & {});
  /** Edge in pixels. Default: 16. */
  readonly size?: number;
  readonly className?: string;
  /** Gives the icon a meaning of its own. Without it the icon is hidden from screen readers. */
  readonly label?: string;
}

/** A line icon in the colour of the text around it. */
export function Icon({ name, size = 16, className, label }: IconProps): ReactNode {
  const shapes = Object.hasOwn(icons, name) ? icons[name as IconName] : icons.puzzle;
  const meaning = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: hidden, or named by aria-label; a title would show on hover
    <svg
      {...meaning}
      className={cx('lb-icon', className)}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      strokeWidth={size > 20 ? 1.5 : 1.75}
    >
      {shapes.map(([tag, attributes], index) => createElement(tag, { ...attributes, key: index }))}
    </svg>
  );
}
