import { useT } from '@luban/sdk';
import { Button, Skeleton } from '@luban/ui';
import { lazy, Suspense, useId, useMemo, useState } from 'react';
import './config.css';
import { SchemaFields } from './SchemaFields.tsx';
import { formOf } from './schema-fields.ts';
import { yamlProblem } from './yaml-document.ts';

const YamlEditor = lazy(() => import('./YamlEditor.tsx'));

type Mode = 'form' | 'yaml' | 'changes';

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What it is compared with. */
  readonly original: string;
  readonly schema?: unknown;
  /** Name of the editor. */
  readonly label: string;
}

/** Values as a form or as YAML, and what is different from before. All show the same text: nothing of it gets lost. */
export function ConfigEditor({ text, onChange, original, schema, label }: Props) {
  const t = useT();
  const form = useMemo(() => formOf(schema), [schema]);
  const [mode, setMode] = useState<Mode>(form === undefined ? 'yaml' : 'form');
  const error = useId();
  const problem = useMemo(() => yamlProblem(text), [text]);
  const modes: Mode[] = [...(form === undefined ? [] : ['form' as const]), 'yaml', 'changes'];
  return (
    <div className="config">
      <div className="config-bar">
        <fieldset className="config-modes" aria-label={t('wizard.config.modes')}>
          {modes.map((each) => (
            <Button key={each} size="sm" aria-pressed={mode === each} onClick={() => setMode(each)}>
              {t(`wizard.config.mode.${each}`)}
            </Button>
          ))}
        </fieldset>
        <span className="center-muted" role="status">
          {t(text === original ? 'wizard.config.same' : 'wizard.config.changed')}
        </span>
        {text !== original && (
          <Button size="sm" variant="ghost" icon="undo" onClick={() => onChange(original)}>
            {t('wizard.config.reset')}
          </Button>
        )}
      </div>
      {mode === 'form' && form !== undefined ? (
        <SchemaFields form={form} text={text} onChange={onChange} onYaml={() => setMode('yaml')} />
      ) : (
        <Suspense fallback={<Skeleton shape="block" />}>
          <YamlEditor
            key={mode}
            label={label}
            value={text}
            onChange={onChange}
            original={mode === 'changes' ? original : undefined}
            invalid={problem !== undefined}
            describedBy={problem === undefined ? undefined : error}
          />
        </Suspense>
      )}
      {problem !== undefined && (
        <p id={error} className="config-error" role="alert">
          {problem.reason === ''
            ? t('wizard.config.noMap', { line: problem.line })
            : t('wizard.config.wrong', { line: problem.line, column: problem.column, reason: problem.reason })}
        </p>
      )}
    </div>
  );
}
