import { useQuickAccess, useT } from '@luban/sdk';
import { Icon } from '@luban/ui';

/** What extensions want to be found at once. */
export function QuickAccess() {
  const t = useT();
  const entries = useQuickAccess();
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="welcome-quick">
      <h2 id="welcome-quick">{t('home.quick')}</h2>
      <ul className="welcome-quick">
        {entries.map((entry) => (
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
  );
}
