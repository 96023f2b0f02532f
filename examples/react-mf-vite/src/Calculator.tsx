import { useSetting, useShell, useT } from '@luban/sdk';
import { DescriptionList, Select, TextField } from '@luban/ui';
import { useState } from 'react';
import { describeQuantity, formatQuantity, parseQuantity } from './quantity.ts';

/** Adds up quantities as they are typed; the sum is shown in every unit that is exact. */
export function Calculator() {
  const t = useT();
  const locale = useShell((shell) => shell.locale);
  const [unit, setUnit] = useSetting<'cpu' | 'memory'>('unit');
  const [text, setText] = useState(unit === 'cpu' ? '250m + 1' : '512Mi + 1.5Gi');

  const parts = text.split(/[+,\n]/).map((part) => ({ part: part.trim(), result: parseQuantity(part) }));
  const wrong = parts.find(({ result }) => !result.ok);
  const sum = parts.reduce((total, { result }) => total + (result.ok ? result.milli : 0n), 0n);

  return (
    <div className="quantities">
      <Select
        label={t('unit')}
        value={unit}
        onValueChange={(value) => setUnit(value === 'memory' ? 'memory' : 'cpu')}
        items={[
          { value: 'cpu', label: t('cpu') },
          { value: 'memory', label: t('memory') },
        ]}
      />
      <TextField
        label={t('expression')}
        description={t('expression.help')}
        value={text}
        onValueChange={setText}
        error={wrong && !wrong.result.ok ? t(`error.${wrong.result.reason}`, { part: wrong.part }) : undefined}
      />
      {!wrong && (
        <DescriptionList
          items={[
            { term: t('sum'), description: <output className="quantities-sum">{formatQuantity(sum, unit)}</output> },
            { term: unit === 'cpu' ? t('cores') : t('bytes'), description: describeQuantity(sum, locale) },
          ]}
        />
      )}
    </div>
  );
}
