import { Slot, useSlot, useT } from '@luban/sdk';

/** Of twelve columns; a card that asks for more gets the whole row. */
const HALF = 6;
/** Pixels of a row that a card asks for; held from the start, so that nothing moves when it is filled. */
const ROW = 40;

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
            <article
              className="welcome-card"
              key={card.key}
              aria-label={card.title}
              data-wide={(card.size?.w ?? 0) > HALF || undefined}
              style={{ minBlockSize: card.size && card.size.h * ROW }}
            >
              <h3>{card.title}</h3>
              {content}
            </article>
          )}
        />
      </div>
    </section>
  );
}
