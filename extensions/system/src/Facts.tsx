import { useT } from '@luban/sdk';
import { Card, DescriptionList, Status, Time } from '@luban/ui';
import type { System } from './system.ts';

/** The installation in pairs of words. */
export function Facts({ system }: { system: System }) {
  const t = useT();
  const { leadership, metrics, audit, checks, signIn } = system;
  return (
    <Card title={t('facts.title')}>
      <DescriptionList
        items={[
          { term: t('facts.version'), description: `${system.version} (Node ${system.node})` },
          { term: t('facts.mode'), description: t(`facts.mode.${system.mode}`) },
          { term: t('facts.checks'), description: <Checks checks={checks} /> },
          { term: t('facts.started'), description: <Time value={system.started} /> },
          { term: t('facts.replica'), description: <code>{system.replica}</code> },
          { term: t('facts.leader'), description: <Leader leadership={leadership} /> },
          { term: t('facts.signIn'), description: signIn.map(({ title }) => title).join(', ') },
          { term: t('facts.memory'), description: megabytes(system.memory.resident) },
          { term: t('facts.streams'), description: system.streams },
          { term: t('facts.metrics'), description: t(metrics.token ? 'facts.metrics.token' : 'facts.metrics.right') },
          { term: t('facts.audit'), description: t('facts.audit.kept', { kept: audit.kept, folder: audit.folder }) },
        ]}
      />
    </Card>
  );
}

function Checks({ checks }: { checks: System['checks'] }) {
  const t = useT();
  return (
    <span className="system-checks">
      {checks.map(({ name, ok, reason }) => (
        <Status key={name} tone={ok ? 'ok' : 'danger'} title={reason}>
          {t(`check.${name}`)}
        </Status>
      ))}
    </span>
  );
}

function Leader({ leadership: { leads, holder, since } }: { leadership: System['leadership'] }) {
  const t = useT();
  if (holder === undefined) return <Status tone="warning">{t('leader.nobody')}</Status>;
  return (
    <>
      {leads ? t('leader.this') : <code>{holder}</code>}
      {since !== undefined && (
        <>
          {' · '}
          <Time value={since} />
        </>
      )}
    </>
  );
}

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
