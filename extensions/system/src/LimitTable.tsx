import { useLocale, useT } from '@luban/sdk';
import { Callout, Table } from '@luban/ui';
import type { Limits } from './system.ts';

const CLASSES = ['read', 'write', 'watch', 'login', 'token'] as const;
const CALLERS = ['users', 'serviceAccounts', 'strangers'];

/** Who may ask how often, and how often somebody asked more. */
export function LimitTable({ limits }: { limits: Limits }) {
  const t = useT();
  const locale = useLocale();
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const numbers = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, number(Number(value))]));
  const { rates, problem, from, streams, connections, exempt, refused } = limits;
  const rows = [...new Set(rates.map(({ who }) => who))];
  const rateOf = (who: string, verbs: string) => {
    const rate = rates.find((one) => one.who === who && one.verbs === verbs);
    if (rate === undefined) return '';
    const { perSecond, burst } = rate;
    return perSecond === undefined || burst === undefined
      ? t('limits.unlimited')
      : t('limits.rate', numbers({ perSecond, burst }));
  };
  return (
    <>
      {problem && (
        <Callout tone="warning" title={t('limits.problem')}>
          <code>{problem.field}</code> {problem.reason}
        </Callout>
      )}
      <Table
        label={t('limits.title')}
        rows={rows}
        rowKey={(who) => who}
        columns={[
          {
            id: 'who',
            header: t('limits.who'),
            cell: (who) => (CALLERS.includes(who) ? t(`limits.caller.${who}`) : who),
          },
          ...CLASSES.map((verbs) => ({
            id: verbs,
            header: t(`limits.verbs.${verbs}`),
            cell: (who: string) => rateOf(who, verbs),
          })),
        ]}
      />
      <p className="system-note">
        {t(from === 'defaults' ? 'limits.defaults' : 'limits.configured')} {t('limits.streams', numbers(streams))}{' '}
        {t('limits.connections', numbers(connections))}{' '}
        {exempt.length > 0 && t('limits.exempt', { who: exempt.join(', ') })}{' '}
        {t('limits.refused', { count: number(Object.values(refused).reduce((sum, count) => sum + count, 0)) })}
      </p>
    </>
  );
}
