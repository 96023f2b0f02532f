import { CSPProvider } from '@base-ui/react/csp-provider';
import { Select as Base } from '@base-ui/react/select';
import type { ReactNode } from 'react';
import { Field, type FieldTexts } from './field.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icons.ts';
import './menu.css';
import './popup.css';
import { usePortalScope } from './portal-scope.tsx';
import './select.css';
import './text-field.css';
import { useUi } from './ui-context.ts';

export interface SelectItem<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
  readonly description?: string;
}

export interface SelectProps<Value extends string = string> extends FieldTexts {
  readonly value: Value | null;
  readonly onValueChange: (value: Value) => void;
  readonly items: readonly SelectItem<Value>[];
  /** Shown while nothing is chosen. Default: "Select". */
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly name?: string;
  readonly id?: string;
  readonly autoFocus?: boolean;
  /** Default: `md`. */
  readonly size?: 'sm' | 'md';
  readonly className?: string;
}

/** One of a few values. Typing the first letters finds an item. */
export function Select<Value extends string = string>(props: SelectProps<Value>): ReactNode {
  const { label, description, error, required, hideLabel, id, className, value, items, size = 'md' } = props;
  const { strings } = useUi();
  const { marker, scope } = usePortalScope();
  return (
    <Field {...{ label, description, error, required, hideLabel, id, className }}>
      {(control) => (
        // Base UI would write a <style> element for its scroll arrows, which strict content policies refuse.
        <CSPProvider disableStyleElements>
          {marker}
          <Base.Root
            id={control.id}
            items={items}
            value={value}
            name={props.name}
            disabled={props.disabled ?? false}
            required={required ?? false}
            modal={false}
            onValueChange={(next) => {
              if (next !== null) props.onValueChange(next);
            }}
          >
            <Base.Trigger
              className="lb-input lb-select"
              data-size={size}
              autoFocus={props.autoFocus}
              aria-describedby={control['aria-describedby']}
              aria-invalid={control['aria-invalid']}
            >
              <Base.Value placeholder={props.placeholder ?? strings.select} className="lb-select-value" />
              <Icon name="chevrons-up-down" size={14} className="lb-select-arrow" />
            </Base.Trigger>
            <Base.Portal {...scope}>
              <Base.Positioner
                className="lb-positioner"
                alignItemWithTrigger={false}
                sideOffset={4}
                collisionPadding={8}
              >
                <Base.Popup className="lb-popup lb-menu lb-select-popup">
                  {items.map((item) => (
                    <Item key={item.value} item={item} />
                  ))}
                </Base.Popup>
              </Base.Positioner>
            </Base.Portal>
          </Base.Root>
        </CSPProvider>
      )}
    </Field>
  );
}

function Item({ item }: { readonly item: SelectItem }): ReactNode {
  return (
    <Base.Item value={item.value} disabled={item.disabled ?? false} className="lb-menu-item lb-select-item">
      {item.icon && <Icon name={item.icon} />}
      <span className="lb-menu-text">
        <Base.ItemText>{item.label}</Base.ItemText>
        {item.description !== undefined && <span className="lb-select-note">{item.description}</span>}
      </span>
      <span className="lb-menu-check">
        <Base.ItemIndicator>
          <Icon name="check" />
        </Base.ItemIndicator>
      </span>
    </Base.Item>
  );
}
