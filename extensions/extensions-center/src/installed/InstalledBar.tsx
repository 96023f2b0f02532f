import { useT } from '@luban/sdk';
import { Button, SearchField } from '@luban/ui';
import { useRef } from 'react';
import type { InstallationSummary } from '../center-api.ts';
import { useSearchKey } from '../marketplace/use-search-key.ts';
import { countOf, FILTERS, type Filter, type View } from './installed-view.ts';

interface Props {
  readonly view: View;
  readonly onView: (change: Partial<View>) => void;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly rows: readonly InstallationSummary[];
  readonly shown: number;
}

/** Looks for what is installed and narrows it down. Filters say how many there are before they are used. */
export function InstalledBar({ view, onView, search, onSearch, rows, shown }: Props) {
  const t = useT();
  const field = useRef<HTMLSpanElement>(null);
  useSearchKey(field);
  const toggle = (filter: Filter) => {
    const on = view.filters.includes(filter);
    onView({ filters: on ? view.filters.filter((name) => name !== filter) : [...view.filters, filter] });
  };
  return (
    <div className="installed-bar">
      <span ref={field} className="installed-search">
        <SearchField label={t('installed.search')} value={search} onValueChange={onSearch} aria-keyshortcuts="/" />
      </span>
      <fieldset className="installed-filters" aria-label={t('marketplace.filters')}>
        {FILTERS.map((filter) => {
          const on = view.filters.includes(filter);
          const count = countOf(rows, filter);
          if (count === 0 && !on) return null;
          return (
            <Button
              key={filter}
              size="sm"
              aria-pressed={on}
              icon={on ? 'check' : undefined}
              onClick={() => toggle(filter)}
            >
              {t(`installed.filter.${filter}`)} <span className="installed-count">{count}</span>
            </Button>
          );
        })}
      </fieldset>
      <span className="lb-hidden" role="status">
        {t('marketplace.count', { count: shown })}
      </span>
    </div>
  );
}
