import { type ComponentProps, type ReactNode, useId } from 'react';
import './checkbox.css';
import { cx } from './cx.ts';
import './switch.css';

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'checked' | 'type' | 'size'> {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onCheckedChange?: (checked: boolean) => void;
  /** The change is on its way: shown as wished, marked as unconfirmed, and not to be changed meanwhile. */
  readonly pending?: boolean;
  readonly description?: ReactNode;
  readonly hideLabel?: boolean;
}

/** Turns something on or off at once. */
export function Switch(props: SwitchProps): ReactNode {
  const { label, onCheckedChange, pending = false, description, hideLabel, className, id, ...rest } = props;
  const generated = useId();
  const own = id ?? generated;
  return (
    <div className={cx('lb-choice', className)} data-pending={pending || undefined}>
      <input
        {...rest}
        id={own}
        type="checkbox"
        role="switch"
        aria-checked={rest.checked}
        className="lb-switch"
        aria-busy={pending || undefined}
        aria-describedby={description === undefined ? undefined : `${own}-description`}
        onChange={(event) => {
          if (!pending) onCheckedChange?.(event.target.checked);
        }}
      />
      <label htmlFor={own} className={cx('lb-choice-label', hideLabel && 'lb-hidden')}>
        {label}
      </label>
      {description !== undefined && (
        <div className="lb-choice-description" id={`${own}-description`}>
          {description}
        </div>
      )}
    </div>
  );
}
