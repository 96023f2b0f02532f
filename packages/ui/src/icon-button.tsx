import type { ComponentProps, ReactNode } from 'react';
import { type ButtonSize, type ButtonVariant, buttonClass } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import './icon-button.css';
import type { IconName } from './icons.ts';
import { Spinner } from './spinner.tsx';

export interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name, also shown on hover. */
  readonly label: string;
  readonly icon: IconName;
  /** Default: `ghost`. */
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly loading?: boolean;
}

/** A square button that shows an icon alone. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { label, icon, variant = 'ghost', size, loading = false, className, ...rest } = props;
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={cx(buttonClass({ variant, size }), 'lb-icon-button', className)}
      {...(loading && { 'aria-disabled': true, 'aria-busy': true, onClick: (event) => event.preventDefault() })}
    >
      {loading ? <Spinner /> : <Icon name={icon} />}
    </button>
  );
}
