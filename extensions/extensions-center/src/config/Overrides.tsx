import { useT } from '@luban/sdk';
import { Button, Select, Skeleton } from '@luban/ui';
import { lazy, Suspense, useState } from 'react';
import './config.css';
import { yamlProblem } from './yaml-document.ts';

const YamlEditor = lazy(() => import('./YamlEditor.tsx'));

interface Props {
  /** Clusters that may have values of their own. */
  readonly clusters: readonly string[];
  readonly overrides: Readonly<Record<string, string>>;
  /** As they are in force: what is different is marked. */
  readonly original: Readonly<Record<string, string>>;
  readonly onChange: (overrides: Record<string, string>) => void;
}

/** Values for one cluster at a time, laid over those of all. */
export function Overrides({ clusters, overrides, original, onChange }: Props) {
  const t = useT();
  const [chosen, setChosen] = useState<string>();
  // What was written for a cluster that is chosen no more is not forgotten.
  const names = [...new Set([...clusters, ...Object.keys(overrides)])].sort();
  const cluster = chosen !== undefined && names.includes(chosen) ? chosen : (Object.keys(overrides)[0] ?? names[0]);
  if (cluster === undefined) return <p className="center-muted">{t('wizard.overrides.none')}</p>;
  const text = overrides[cluster] ?? '';
  const problem = yamlProblem(text);
  const write = (next: string) => {
    const { [cluster]: _, ...others } = overrides;
    onChange(next.trim() === '' ? others : { ...others, [cluster]: next });
  };
  return (
    <div className="config">
      <div className="config-bar">
        <Select
          className="config-cluster"
          size="sm"
          hideLabel
          label={t('wizard.overrides.cluster')}
          value={cluster}
          onValueChange={setChosen}
          items={names.map((name) => ({
            value: name,
            label: name,
            ...(Object.hasOwn(overrides, name) && { description: t('wizard.overrides.written') }),
          }))}
        />
        {text !== '' && (
          <Button size="sm" variant="ghost" icon="x" onClick={() => write('')}>
            {t('wizard.overrides.clear')}
          </Button>
        )}
      </div>
      <Suspense fallback={<Skeleton shape="block" />}>
        <YamlEditor
          key={cluster}
          label={t('wizard.overrides.label', { cluster })}
          value={text}
          onChange={write}
          original={original[cluster]}
          invalid={problem !== undefined}
        />
      </Suspense>
      {problem !== undefined && (
        <p className="config-error" role="alert">
          {t('wizard.config.wrong', { line: problem.line, column: problem.column, reason: problem.reason })}
        </p>
      )}
    </div>
  );
}
