import { useT } from '@luban/sdk';
import { Status } from '@luban/ui';
import type { InstallationSummary } from '../center-api.ts';

/** How it went in the tabs of people during the last day. */
export function HealthText({ health }: { health: InstallationSummary['health'] }) {
  const t = useT();
  if (health === undefined || health.sessions === 0) return <span className="center-muted">–</span>;
  const { sessions, failed } = health;
  if (failed === 0) {
    return (
      <Status tone="ok" title={t('installed.health.help')}>
        {t(sessions === 1 ? 'installed.health.one' : 'installed.health', { sessions })}
      </Status>
    );
  }
  return (
    <Status tone="danger" title={t('installed.health.help')}>
      {t('installed.health.failed', { failed, sessions })}
    </Status>
  );
}
