import { useT } from '@luban/sdk';
import { Callout } from '@luban/ui';
import { useMemo } from 'react';
import './config.css';
import { SchemaInput } from './SchemaInput.tsx';
import type { SchemaForm } from './schema-fields.ts';
import { documentOf, valueAt, withValue } from './yaml-document.ts';

interface Props {
  readonly form: SchemaForm;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onYaml: () => void;
}

/** The values as a form. What is written here goes into the text at its place; comments there stay. */
export function SchemaFields({ form, text, onChange, onYaml }: Props) {
  const t = useT();
  const document = useMemo(() => documentOf(text), [text]);
  if (document === undefined) {
    return (
      <Callout tone="warning" title={t('wizard.config.noForm')}>
        <button type="button" className="lb-link" onClick={onYaml}>
          {t('wizard.config.noForm.help')}
        </button>
      </Callout>
    );
  }
  return (
    <div className="config-form">
      {form.groups.map((group) => (
        <fieldset key={group.path.join('.')} className="config-group">
          {group.title !== '' && <legend>{group.title}</legend>}
          {group.description !== '' && <p className="center-muted">{group.description}</p>}
          {group.fields.map((field) => (
            <SchemaInput
              key={field.path.join('.')}
              field={field}
              value={valueAt(document, field.path)}
              onChange={(value) => onChange(withValue(text, field.path, value))}
            />
          ))}
        </fieldset>
      ))}
      {form.others.length > 0 && (
        <p className="center-muted">
          {t('wizard.config.others')} <code>{form.others.slice(0, 12).join(', ')}</code>
          {form.others.length > 12 && ' …'}
        </p>
      )}
    </div>
  );
}
