import { useLocale, useT } from '@luban/sdk';
import { Button, SearchField, Select } from '@luban/ui';
import type { RefObject } from 'react';
import type { Card } from '../center-api.ts';
import { FILTERS, type Filter, NO_REPOSITORY, SORTS, type View } from './view.ts';

interface Props {
  readonly view: View;
  readonly onView: (change: Partial<View>) => void;
  /** What is in the field, ahead of the URL. */
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly cards: readonly Card[];
  readonly shown: number;
  readonly searchRef: RefObject<HTMLSpanElement | null>;
  /** Goes from the field to the first card. */
  readonly onLeave: () => void;
}

/** Looks for extensions, narrows what is shown, and says how many there are. */
export function MarketToolbar({ view, onView, search, onSearch, cards, shown, searchRef, onLeave }: Props) {
  const t = useT();
  const locale = useLocale();
  const repositories = [...new Set(cards.map(({ repository }) => repository ?? NO_REPOSITORY))].sort();
  const toggle = (filter: Filter) => {
    const on = view.filters.includes(filter);
    onView({ filters: on ? view.filters.filter((name) => name !== filter) : [...view.filters, filter] });
  };
  return (
    <div className="market-bar">
      <span ref={searchRef} className="market-search">
        <SearchField
          label={t('marketplace.search')}
          value={search}
          onValueChange={onSearch}
          aria-keyshortcuts="/"
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onLeave();
          }}
        />
      </span>
      <fieldset className="market-filters" aria-label={t('marketplace.filters')}>
        {FILTERS.map((filter) => (
          <Button
            key={filter}
            size="sm"
            aria-pressed={view.filters.includes(filter)}
            icon={view.filters.includes(filter) ? 'check' : undefined}
            onClick={() => toggle(filter)}
          >
            {t(`marketplace.filter.${filter}`)}
          </Button>
        ))}
      </fieldset>
      {(repositories.length > 1 || view.repository !== '') && (
        <Select
          className="market-select"
          size="sm"
          hideLabel
          label={t('marketplace.repository')}
          value={view.repository || ALL}
          onValueChange={(repository) => onView({ repository: repository === ALL ? '' : repository })}
          items={[
            { value: ALL, label: t('marketplace.repository.all') },
            ...repositories.map((name) => ({
              value: name,
              label: name === NO_REPOSITORY ? t('marketplace.repository.none') : name,
            })),
          ]}
        />
      )}
      <Select
        className="market-select"
        size="sm"
        hideLabel
        label={t('marketplace.sort')}
        value={view.sort}
        onValueChange={(sort) => onView({ sort })}
        items={SORTS.map((sort) => ({ value: sort, label: t(`marketplace.sort.${sort}`) }))}
      />
      <span className="lb-hidden" role="status">
        {t(shown === 1 ? 'marketplace.count.one' : 'marketplace.count', {
          count: new Intl.NumberFormat(locale).format(shown),
        })}
      </span>
    </div>
  );
}

/** Selects take no empty value. */
const ALL = '*';
