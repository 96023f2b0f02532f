import { useT } from '@luban/sdk';
import { Callout, EmptyState } from '@luban/ui';
import type { VersionDetail } from '../center-api.ts';
import { RuleList } from '../shared/RuleList.tsx';

/** What the extension may do once it is installed: its own rights in clusters, and what its interface asks for. */
export function PermissionsTab({ version: { permissions } }: { version: VersionDetail }) {
  const t = useT();
  const { rules, interface: ui } = permissions;
  const risky = rules.filter(({ risk }) => risk !== undefined).length;
  if (rules.length === 0 && ui === undefined) {
    return (
      <EmptyState
        kind="nothing"
        icon="shield"
        title={t('detail.permissions.none')}
        description={t('detail.permissions.none.help')}
      />
    );
  }
  return (
    <div className="detail-permissions">
      {risky > 0 && (
        <Callout
          tone="warning"
          title={t(risky === 1 ? 'detail.permissions.risky.one' : 'detail.permissions.risky', { count: risky })}
        >
          {t('detail.permissions.risky.help')}
        </Callout>
      )}
      <section>
        <h2>{t('detail.permissions.installer')}</h2>
        <p className="center-muted">{t('detail.permissions.installer.help')}</p>
        {rules.length === 0 ? <p>{t('detail.permissions.installer.none')}</p> : <RuleList rules={rules} />}
      </section>
      {ui !== undefined && (
        <section>
          <h2>{t('detail.permissions.interface')}</h2>
          <p className="center-muted">{t('detail.permissions.interface.help')}</p>
          <ul className="detail-list">
            {ui.k8s.map((right) => (
              <li key={right}>
                <code>{right}</code>
              </li>
            ))}
            {ui.network.map((host) => (
              <li key={host}>{t('detail.permissions.host', { host })}</li>
            ))}
            {ui.storage !== undefined && <li>{t('detail.permissions.storage', { amount: ui.storage })}</li>}
          </ul>
          {ui.k8s.length + ui.network.length === 0 && ui.storage === undefined && (
            <p>{t('detail.permissions.interface.none')}</p>
          )}
        </section>
      )}
    </div>
  );
}
