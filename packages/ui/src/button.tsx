import type { ComponentProps, ReactNode } from 'react';
import './button.css';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import { Spinner } from './spinner.tsx';
import { useUi } from './ui-context.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

export interface ButtonLook {
  /** Default: `secondary`. One `primary` on a page at most. */
  readonly variant?: ButtonVariant;
  /** `sm` is 28 px high, `md` 32 px. Default: `md`. */
  readonly size?: ButtonSize;
  readonly icon?: IconName;
}

export interface ButtonProps extends ComponentProps<'button'>, ButtonLook {
  /** Shows work in progress, and ignores clicks, without taking the focus away or changing the width. */
  readonly loading?: boolean;
}

/** An action. Its label is a verb in sentence case. */
export function Button({ variant, size, icon, loading = false, className, children, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={cx(buttonClass({ variant, size }), className)}
      {...(loading && { 'aria-disabled': true, 'aria-busy': true, onClick: (event) => event.preventDefault() })}
    >
      {loading ? <Spinner className={cx(icon === undefined && 'lb-button-wait')} /> : icon && <Icon name={icon} />}
      {children !== undefined && <span className="lb-button-label">{children}</span>}
    </button>
  );
}

export interface LinkButtonProps extends ComponentProps<'a'>, ButtonLook {
  readonly href: string;
}

/** A link that looks like a button: for going somewhere, where `Button` does something. */
export function LinkButton({ variant, size, icon, className, children, ...rest }: LinkButtonProps): ReactNode {
  const { link: Anchor } = useUi();
  return (
    <Anchor {...rest} className={cx(buttonClass({ variant, size }), className)}>
      {icon && <Icon name={icon} />}
      <span className="lb-button-label">{children}</span>
    </Anchor>
  );
}

export function buttonClass({ variant = 'secondary', size = 'md' }: Omit<ButtonLook, 'icon'>): string {
  return `lb-button lb-button-${variant} lb-button-${size}`;
}
