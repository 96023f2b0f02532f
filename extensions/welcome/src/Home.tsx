import { Link, routeTo, Slot, useQuickAccess, useShell, useSlot, useT } from '@luban/sdk';
import { Icon, PageHeader } from '@luban/ui';
import { InstalledSummary } from './InstalledSummary.tsx';
import './welcome.css';

export default function Home() {
  const t = useT();
  const user = useShell((shell) => shell.user);
  const quick = useQuickAccess();
  const cards = useSlot('home.cards');

  return (
    <>
      <PageHeader title={t('home.title', { name: user.displayName })} description={t('home.description')} />
      <div className="welcome-page">
        {quick.length > 0 && (
          <section aria-labelledby="welcome-quick">
            <h2 id="welcome-quick">{t('home.quick')}</h2>
            <ul className="welcome-quick">
              {quick.map((entry) => (
                <li key={entry.key}>
                  <button type="button" onClick={() => void entry.run()}>
                    <Icon name={entry.icon ?? 'rocket'} />
                    <span>
                      <strong>{entry.title}</strong>
                      <small>{entry.description}</small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
        <InstalledSummary />
        {cards.length > 0 && (
          <section aria-labelledby="welcome-cards">
            <h2 id="welcome-cards">{t('home.cards')}</h2>
            <div className="welcome-cards">
              <Slot
                name="home.cards"
                render={(card, content) => (
                  <article className="welcome-card" key={card.key} aria-label={card.title}>
                    <h3>{card.title}</h3>
                    {content}
                  </article>
                )}
              />
            </div>
          </section>
        )}
        <section className="welcome-author" aria-labelledby="welcome-write">
          <h2 id="welcome-write">{t('home.write')}</h2>
          <p>{t('home.write.help')}</p>
          <Link to={routeTo('write')}>{t('home.write.action')}</Link>
        </section>
      </div>
    </>
  );
}
