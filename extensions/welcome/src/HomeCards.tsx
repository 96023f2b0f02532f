import { Slot, useSlot, useT } from '@luban/sdk';

/** Cards that other extensions contribute to the home page. */
export function HomeCards() {
  const t = useT();
  const cards = useSlot('home.cards');
  if (cards.length === 0) return null;
  return (
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
  );
}
