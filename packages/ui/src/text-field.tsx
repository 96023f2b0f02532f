import { type ComponentProps, type ReactNode, useState } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldTexts } from './field.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import type { IconName } from './icons.ts';
import './text-field.css';
import { useUi } from './ui-context.ts';

type InputProps = Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'required' | 'size'>;

export interface TextFieldProps extends InputProps, FieldTexts {
  readonly value: string;
  readonly onValueChange?: (value: string) => void;
  /** Default: `text`. `password` gets a button that shows it. */
  readonly type?: 'text' | 'password' | 'email' | 'url' | 'number' | 'search' | 'tel';
  readonly icon?: IconName;
  /** Sets the value in the monospace face, for identifiers. */
  readonly mono?: boolean;
}

/** One line of text with its label. `className` goes to the field, everything else to the `<input>`. */
export function TextField(props: TextFieldProps): ReactNode {
  const { label, description, error, required, hideLabel, id, className, onValueChange, onChange, ...input } = props;
  const { icon, mono = false, type = 'text', ...rest } = input;
  const [revealed, setRevealed] = useState(false);
  return (
    <Field {...{ label, description, error, required, hideLabel, id, className }}>
      {(control) => (
        <span className="lb-input-frame">
          {icon && <Icon name={icon} className="lb-input-icon" />}
          <input
            autoComplete="off"
            spellCheck={false}
            {...rest}
            {...control}
            type={revealed ? 'text' : type}
            className={cx('lb-input', mono && 'lb-mono')}
            data-icon={icon !== undefined || undefined}
            data-affix={type === 'password' || undefined}
            onChange={(event) => {
              onChange?.(event);
              onValueChange?.(event.target.value);
            }}
          />
          {type === 'password' && <Reveal revealed={revealed} onToggle={() => setRevealed(!revealed)} />}
        </span>
      )}
    </Field>
  );
}

function Reveal({ revealed, onToggle }: { readonly revealed: boolean; readonly onToggle: () => void }): ReactNode {
  const { strings } = useUi();
  return (
    <IconButton
      className="lb-input-affix"
      size="sm"
      icon={revealed ? 'eye-off' : 'eye'}
      label={revealed ? strings.hidePassword : strings.showPassword}
      onClick={onToggle}
    />
  );
}
