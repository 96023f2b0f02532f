import { Link, routeTo, useT } from '@luban/sdk';
import { Skeleton, Status } from '@luban/ui';
import { useInstalledExtensions } from './installed-extensions.ts';

/** One line: how many extensions there are, and whether something is wrong with one. */
export function InstalledSummary() {
  const t = useT();
  const { data } = useInstalledExtensions();
  if (!data) return <Skeleton shape="line" />;
  const on = data.filter((row) => row.state === 'Available');
  const troubled = data.filter((row) => row.problems.length > 0);

  return (
    <section aria-labelledby="welcome-installed">
      <h2 id="welcome-installed">{t('installed.title')}</h2>
      <p className="welcome-summary">
        <Status tone={troubled.length > 0 ? 'warning' : 'ok'}>
          {t('home.installed', { on: on.length, all: data.length })}
        </Status>
        {troubled.length > 0 && (
          <span>{t('home.troubled', { names: troubled.map((row) => row.displayName).join(', ') })}</span>
        )}
        <Link to={routeTo('installed')}>{t('home.installed.action')}</Link>
      </p>
    </section>
  );
}
