import { type ComponentProps, type ReactNode, useId } from 'react';
import './checkbox.css';
import { cx } from './cx.ts';

export interface CheckboxProps extends Omit<ComponentProps<'input'>, 'checked' | 'type' | 'ref' | 'size'> {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onCheckedChange?: (checked: boolean) => void;
  /** Neither all nor none, for a box that stands for many. */
  readonly indeterminate?: boolean;
  readonly description?: ReactNode;
  readonly hideLabel?: boolean;
}

/** A yes or no that takes effect when the form is sent; use `Switch` for one that takes effect at once. */
export function Checkbox(props: CheckboxProps): ReactNode {
  const { label, onCheckedChange, indeterminate = false, description, hideLabel, className, id, ...rest } = props;
  const generated = useId();
  const own = id ?? generated;
  return (
    <div className={cx('lb-choice', className)}>
      <input
        {...rest}
        id={own}
        type="checkbox"
        className="lb-checkbox"
        aria-describedby={description === undefined ? undefined : `${own}-description`}
        ref={(input) => {
          if (input !== null) input.indeterminate = indeterminate;
        }}
        onChange={(event) => onCheckedChange?.(event.target.checked)}
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
