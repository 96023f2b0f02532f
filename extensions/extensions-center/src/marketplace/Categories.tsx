import { useLocale, useT } from '@luban/sdk';
import type { Category } from '../center-api.ts';
import { textIn } from '../texts.ts';
import { NO_CATEGORY } from './view.ts';

interface Props {
  readonly categories: readonly Category[];
  readonly counts: ReadonlyMap<string, number>;
  /** Those that something of the whole catalogue is in; others would only lead to empty pages. */
  readonly used: ReadonlySet<string>;
  readonly value: string;
  readonly onChange: (category: string) => void;
}

/** The categories with what is in them: beside the cards, or above them where there is little room. */
export function Categories({ categories, counts, used, value, onChange }: Props) {
  const t = useT();
  const locale = useLocale();
  const known = new Set(categories.map(({ name }) => name));
  const others = [...counts.keys()].filter((name) => name !== '' && name !== NO_CATEGORY && !known.has(name));
  const entries = [
    { name: '', title: t('marketplace.category.all') },
    ...categories
      .filter(({ name }) => used.has(name) || name === value)
      .map(({ name, displayName }) => ({ name, title: textIn(displayName, locale) || name })),
    // A category that nobody has described works all the same.
    ...others.map((name) => ({ name, title: name })),
    ...(counts.has(NO_CATEGORY) ? [{ name: NO_CATEGORY, title: t('marketplace.category.none') }] : []),
  ];
  return (
    <nav className="market-categories" aria-label={t('marketplace.categories')}>
      <ul>
        {entries.map(({ name, title }) => (
          <li key={name}>
            <button
              type="button"
              className="market-category"
              aria-current={name === value ? 'true' : undefined}
              data-empty={(counts.get(name) ?? 0) === 0 || undefined}
              title={title}
              onClick={() => onChange(name)}
            >
              <span className="center-clip">{title}</span>
              <span className="market-count">{counts.get(name) ?? 0}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
