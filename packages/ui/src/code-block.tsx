import type { ReactNode } from 'react';
import './code-block.css';
import { CopyButton } from './copy-button.tsx';
import { cx } from './cx.ts';
import { useOverflow } from './use-overflow.ts';

export interface CodeBlockProps {
  readonly code: string;
  /** Shown as a small caption: `ts`, `yaml`, `shell`. */
  readonly language?: string;
  /** What it is, such as a file name. */
  readonly label?: string;
  readonly className?: string;
  /** Breaks long lines where it would scroll sideways. */
  readonly wrap?: boolean;
}

/** Code, a command or an identifier to be copied. */
export function CodeBlock({ code, language, label, className, wrap = false }: CodeBlockProps): ReactNode {
  const caption = label ?? language;
  const { ref, overflowing } = useOverflow();
  return (
    <figure className={cx('lb-code', className)} data-wrap={wrap || undefined}>
      {caption !== undefined && <figcaption className="lb-code-caption">{caption}</figcaption>}
      <pre
        ref={ref}
        className="lb-code-text"
        {...(overflowing && { tabIndex: 0, role: 'group', 'aria-label': caption })}
      >
        <code>{code}</code>
      </pre>
      <CopyButton text={code} className="lb-code-copy" />
    </figure>
  );
}
