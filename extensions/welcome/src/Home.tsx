import { Link, routeTo, useShell, useT } from '@luban/sdk';
import { PageHeader } from '@luban/ui';
import { HomeCards } from './HomeCards.tsx';
import { InstalledSummary } from './InstalledSummary.tsx';
import { QuickAccess } from './QuickAccess.tsx';
import './welcome.css';

export default function Home() {
  const t = useT();
  const user = useShell((shell) => shell.user);
  return (
    <>
      <PageHeader title={t('home.title', { name: user.displayName })} description={t('home.description')} />
      <div className="welcome-room">
        <div className="welcome-page welcome-home">
          <div className="welcome-column">
            <HomeCards />
            <InstalledSummary />
          </div>
          <div className="welcome-column">
            <QuickAccess />
            <section aria-labelledby="welcome-write">
              <h2 id="welcome-write">{t('home.write')}</h2>
              <p>{t('home.write.help')}</p>
              <Link to={routeTo('write')}>{t('home.write.action')}</Link>
            </section>
          </div>
        </div>
      </div>
    </>
  );
}
