import { type ComponentProps, type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import './search-field.css';
import './text-field.css';
import { useUi } from './ui-context.ts';

export interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'value' | 'type' | 'ref'> {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** The accessible name, and the placeholder unless one is given. Default: "Search". */
  readonly label?: string;
}

/** A filter box. Escape clears it first, and only then closes what is around it. */
export function SearchField({ value, onValueChange, label, className, ...rest }: SearchFieldProps): ReactNode {
  const { strings } = useUi();
  const input = useRef<HTMLInputElement>(null);
  const name = label ?? strings.search;
  const clear = () => {
    onValueChange('');
    input.current?.focus();
  };
  return (
    <span className={cx('lb-search lb-input-frame', className)}>
      <Icon name="search" className="lb-input-icon" />
      <input
        placeholder={name}
        autoComplete="off"
        spellCheck={false}
        {...rest}
        ref={input}
        type="search"
        aria-label={name}
        className="lb-input"
        data-icon
        data-affix
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            event.preventDefault();
            onValueChange('');
          }
          rest.onKeyDown?.(event);
        }}
      />
      {value !== '' && (
        <IconButton className="lb-input-affix" size="sm" icon="x" label={strings.clear} onClick={clear} />
      )}
    </span>
  );
}
