import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldTexts } from './field.tsx';
import './text-field.css';

type AreaProps = Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'required'>;

export interface TextAreaProps extends AreaProps, FieldTexts {
  readonly value: string;
  readonly onValueChange?: (value: string) => void;
  readonly mono?: boolean;
}

/** Several lines of text with their label; grows with its content. Default: 4 rows to begin with. */
export function TextArea(props: TextAreaProps): ReactNode {
  const { label, description, error, required, hideLabel, id, className, onValueChange, onChange, ...rest } = props;
  const { mono = false, rows = 4, style, ...area } = rest;
  return (
    <Field {...{ label, description, error, required, hideLabel, id, className }}>
      {(control) => (
        <textarea
          {...area}
          {...control}
          rows={rows}
          style={{ minBlockSize: `calc(${rows}lh + 12px)`, ...style }}
          className={cx('lb-input lb-textarea', mono && 'lb-mono')}
          onChange={(event) => {
            onChange?.(event);
            onValueChange?.(event.target.value);
          }}
        />
      )}
    </Field>
  );
}
