import { cloneElement, isValidElement, type ReactElement, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';
import './field.css';
import { Icon } from './icon.tsx';
import { useUi } from './ui-context.ts';

/** Ties a control to its label, description and error. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: true | undefined;
  readonly required?: boolean | undefined;
}

/** What every labelled control takes. */
export interface FieldTexts {
  readonly label: ReactNode;
  readonly description?: ReactNode;
  /** What is wrong and how to mend it. Its presence marks the control as invalid. */
  readonly error?: ReactNode;
  readonly required?: boolean;
  /** Keeps the label for screen readers only, where the surroundings already say it. */
  readonly hideLabel?: boolean;
}

export interface FieldProps extends FieldTexts {
  /** The control: one DOM element, which is tied by its `id`, or a function that spreads the given props on it. */
  readonly children: ReactElement | ((control: ControlProps) => ReactNode);
  /** The control's id. Default: generated. */
  readonly id?: string | undefined;
  readonly className?: string | undefined;
}

/** Label above, control, then description or error below. */
export function Field(props: FieldProps): ReactNode {
  const { label, description, error, required = false, hideLabel = false, children, className } = props;
  const { strings } = useUi();
  const generated = useId();
  const id = props.id ?? generated;
  const hasError = error !== undefined && error !== null && error !== '' && error !== false;
  const describedBy = cx(description !== undefined && `${id}-description`, hasError && `${id}-error`);
  const control: ControlProps = {
    id,
    'aria-describedby': describedBy || undefined,
    'aria-invalid': hasError || undefined,
    required: required || undefined,
  };
  return (
    <div className={cx('lb-field', className)} data-invalid={hasError || undefined}>
      <label className={cx('lb-field-label', hideLabel && 'lb-hidden')} htmlFor={id}>
        {label}
        {required && (
          <span className="lb-field-required" title={strings.required} aria-hidden="true">
            *
          </span>
        )}
      </label>
      {typeof children === 'function' ? children(control) : tie(children, control)}
      {description !== undefined && (
        <div className="lb-field-description" id={`${id}-description`}>
          {description}
        </div>
      )}
      {hasError && (
        <div className="lb-field-error" id={`${id}-error`}>
          <Icon name="alert" size={14} />
          <span>{error}</span>
        </div>
      )}
    </div>
  );
}

function tie(element: ReactElement, control: ControlProps): ReactElement {
  return isValidElement<ControlProps>(element) ? cloneElement(element, control) : element;
}
