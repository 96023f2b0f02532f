import { Link, routeTo, useT } from '@luban/sdk';
import { Skeleton, Status } from '@luban/ui';
import { ExtensionState } from './ExtensionState.tsx';
import { byName, type InstalledExtension, useInstalledExtensions } from './installed-extensions.ts';

/** Most lines; the page of its own lists them all. */
const LIMIT = 12;

/** What is installed, those in trouble first. */
export function InstalledSummary() {
  const t = useT();
  const { data, isError } = useInstalledExtensions();
  if (isError) return null;
  const rows = data?.toSorted((a, b) => Number(troubled(b)) - Number(troubled(a)) || byName(a, b));

  return (
    <section aria-labelledby="welcome-installed">
      <div className="welcome-heading">
        <h2 id="welcome-installed">{t('installed.title')}</h2>
        {rows && (
          <Status tone={rows.some(troubled) ? 'warning' : 'ok'}>
            {t('home.installed', { on: rows.filter(enabled).length, all: rows.length })}
          </Status>
        )}
        <Link to={routeTo('extensions-center/installed')}>{t('home.installed.action')}</Link>
      </div>
      {rows ? (
        <ul className="welcome-installed">
          {rows.slice(0, LIMIT).map((row) => (
            <li key={row.name}>
              <Link to={routeTo('extensions-center/installation', { name: row.name })}>
                <strong>{row.displayName}</strong>
                <span className="welcome-about" title={row.description}>
                  {row.description}
                </span>
                <span className="welcome-version">{row.version}</span>
                <ExtensionState extension={row} />
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton shape="table" />
      )}
    </section>
  );
}

const enabled = (row: InstalledExtension) => row.state === 'Available';
const troubled = (row: InstalledExtension) => row.problems.length > 0;
