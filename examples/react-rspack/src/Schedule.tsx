import { useShell, useT } from '@luban/sdk';
import { TextField } from '@luban/ui';
import { useState } from 'react';
import { nextRuns } from './schedule.ts';

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An expression and its next runs, in the reader's time zone. */
export function Schedule({ count }: { count: number }) {
  const t = useT();
  const locale = useShell((shell) => shell.locale);
  const [expression, setExpression] = useState('30 9 * * 1-5');
  const result = nextRuns(expression, new Date(), HERE, count);
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });

  return (
    <div className="cron">
      <TextField
        label={t('expression')}
        description={t('expression.help')}
        value={expression}
        onValueChange={setExpression}
        error={result.ok ? undefined : t('expression.error', { reason: result.reason })}
      />
      {result.ok && (
        <ol className="cron-runs" aria-label={t('next', { zone: HERE })}>
          {result.runs.map((run) => (
            <li key={run.getTime()}>
              <time dateTime={run.toISOString()}>{format.format(run)}</time>
            </li>
          ))}
          {result.runs.length === 0 && <li>{t('never')}</li>}
        </ol>
      )}
    </div>
  );
}
