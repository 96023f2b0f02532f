import { useShell, useT } from '@luban/sdk';
import { TextField, Time } from '@luban/ui';
import { useState } from 'react';
import { nextRuns } from './schedule.ts';

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An expression and its next runs, in the reader's time zone. */
export function Schedule({ count }: { count: number }) {
  const t = useT();
  const locale = useShell((shell) => shell.locale);
  const [expression, setExpression] = useState('30 9 * * 1-5');
  const result = nextRuns(expression, new Date(), HERE, count);
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options);
  const weekday = part({ weekday: 'short' });
  const day = part({ year: 'numeric', month: 'short', day: 'numeric' });
  const time = part({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

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
              <time dateTime={run.toISOString()}>
                <span>{weekday.format(run)}</span> <span>{day.format(run)}</span> <strong>{time.format(run)}</strong>
              </time>
              <span className="cron-wait">
                <Time value={run} />
              </span>
            </li>
          ))}
          {result.runs.length === 0 && <li>{t('never')}</li>}
        </ol>
      )}
    </div>
  );
}
