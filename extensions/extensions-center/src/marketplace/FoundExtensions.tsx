import { useLocale, useT, useTypedSearch } from '@luban/sdk';
import { Button, EmptyState } from '@luban/ui';
import { useDeferredValue, useMemo, useRef } from 'react';
import type { Card, Catalogue } from '../center-api.ts';
import { textIn } from '../texts.ts';
import { CardGrid } from './CardGrid.tsx';
import { Categories } from './Categories.tsx';
import { MarketToolbar } from './MarketToolbar.tsx';
import { selectCards } from './select-cards.ts';
import { useSearchKey } from './use-search-key.ts';
import { useView, WHOLE } from './view.ts';

/** The cards that a person's choice leaves, with what they choose by around them. */
export function FoundExtensions({ catalogue, cards }: { catalogue: Catalogue; cards: readonly Card[] }) {
  const t = useT();
  const locale = useLocale();
  const [view, setView] = useView();
  const [typed, setTyped] = useTypedSearch(view.search, (search) => setView({ search }));
  const search = useRef<HTMLSpanElement>(null);
  const grid = useRef<HTMLUListElement>(null);
  useSearchKey(search);

  const { category, filters, repository, sort } = view;
  const chosen = filters.join();
  const wanted = useDeferredValue(typed);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `chosen` stands for the filters, which are a new list each time.
  const selection = useMemo(
    () => selectCards(cards, { search: wanted, category, filters, repository, sort }, locale),
    [cards, wanted, category, chosen, repository, sort, locale],
  );
  const titles = useMemo(
    () => new Map(catalogue.categories.map(({ name, displayName }) => [name, textIn(displayName, locale) || name])),
    [catalogue.categories, locale],
  );
  const used = useMemo(() => new Set(cards.flatMap((card) => card.category ?? [])), [cards]);
  const clear = () => {
    setTyped('');
    setView({ ...WHOLE, sort });
  };
  return (
    <div className="market">
      <Categories
        categories={catalogue.categories}
        counts={selection.counts}
        used={used}
        value={category}
        onChange={(next) => setView({ category: next })}
      />
      <div className="market-main">
        <MarketToolbar
          view={view}
          onView={setView}
          search={typed}
          onSearch={setTyped}
          cards={cards}
          shown={selection.cards.length}
          searchRef={search}
          onLeave={() => grid.current?.querySelector<HTMLElement>('a[tabindex="0"], a')?.focus()}
        />
        {selection.cards.length === 0 ? (
          <EmptyState
            kind="no-match"
            title={t('marketplace.noMatch')}
            description={t('marketplace.noMatch.help')}
            action={<Button onClick={clear}>{t('marketplace.clear')}</Button>}
          />
        ) : (
          <CardGrid
            cards={selection.cards}
            categories={titles}
            choice={[category, chosen, repository, sort, wanted].join('\n')}
            gridRef={grid}
          />
        )}
      </div>
    </div>
  );
}
