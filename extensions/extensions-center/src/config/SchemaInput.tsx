import { useT } from '@luban/sdk';
import { Checkbox, Select, Switch, TextArea, TextField } from '@luban/ui';
import { useState } from 'react';
import { problemOf, type SchemaField } from './schema-fields.ts';

interface Props {
  readonly field: SchemaField;
  /** As it is written; undefined: it is not. */
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** One value, with what is wrong with it beside it. */
export function SchemaInput({ field, value, onChange }: Props) {
  const t = useT();
  const { kind, title, options, fallback, required } = field;
  const problem = problemOf(field, value);
  const error = problem && t(`wizard.field.${problem.kind}`, 'limit' in problem ? { limit: problem.limit } : {});
  const shown = value === undefined ? fallback : value;
  const texts = {
    label: title,
    ...(field.description !== '' && { description: field.description }),
    ...(error !== undefined && { error }),
    required,
  };
  switch (kind) {
    case 'boolean':
      return (
        <Switch
          label={title}
          {...(field.description !== '' && { description: field.description })}
          checked={shown === true}
          onCheckedChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          {...texts}
          value={typeof shown === 'string' ? shown : null}
          onValueChange={onChange}
          items={options.map((option) => ({ value: option, label: option }))}
        />
      );
    case 'choices': {
      const chosen = Array.isArray(shown) ? shown : [];
      return (
        <fieldset className="config-choices">
          <legend>{title}</legend>
          {field.description !== '' && <p className="center-muted">{field.description}</p>}
          {options.map((option) => (
            <Checkbox
              key={option}
              label={option}
              checked={chosen.includes(option)}
              onCheckedChange={(on) =>
                onChange(options.filter((each) => (each === option ? on : chosen.includes(each))))
              }
            />
          ))}
        </fieldset>
      );
    }
    case 'list':
      return (
        <TextArea
          {...texts}
          description={[field.description, t('wizard.field.list')].filter(Boolean).join(' ')}
          rows={3}
          mono
          value={Array.isArray(shown) ? shown.join('\n') : ''}
          onValueChange={(text) => onChange(text === '' ? [] : text.split('\n'))}
        />
      );
    case 'number':
    case 'integer':
      return <NumberInput {...texts} value={value} fallback={fallback} onChange={onChange} />;
    case 'text':
      return (
        <TextField
          {...texts}
          type={field.secret ? 'password' : 'text'}
          autoComplete="off"
          value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
          placeholder={typeof fallback === 'string' ? fallback : undefined}
          onValueChange={(text) => onChange(text === '' && !required ? undefined : text)}
        />
      );
  }
}

interface NumberProps {
  readonly label: string;
  readonly description?: string;
  readonly error?: string;
  readonly required: boolean;
  readonly value: unknown;
  readonly fallback: unknown;
  readonly onChange: (value: unknown) => void;
}

/** What is being typed need not be a number yet: it stays as it is typed. */
function NumberInput({ value, fallback, onChange, ...texts }: NumberProps) {
  const t = useT();
  const written = typeof value === 'number' ? String(value) : value === undefined ? '' : String(value);
  const [typed, setTyped] = useState<string>();
  const isNumber = typed === undefined || typed.trim() === '' || Number.isFinite(Number(typed));
  const shown = typed !== undefined && (!isNumber || sameNumber(typed, value)) ? typed : written;
  return (
    <TextField
      {...texts}
      {...(!isNumber && { error: t('wizard.field.number') })}
      inputMode="decimal"
      autoComplete="off"
      value={shown}
      placeholder={typeof fallback === 'number' ? String(fallback) : undefined}
      onValueChange={(text) => {
        setTyped(text);
        if (text.trim() === '') onChange(undefined);
        else if (Number.isFinite(Number(text))) onChange(Number(text));
      }}
    />
  );
}

function sameNumber(typed: string, value: unknown): boolean {
  return typed.trim() === '' ? value === undefined : Number(typed) === value;
}
