import type { Card } from '../center-api.ts';
import { isInstalled } from '../shared/installation-state.ts';
import { textIn } from '../texts.ts';
import { cardSearch } from './search.ts';
import { type Filter, NO_CATEGORY, NO_REPOSITORY, type View } from './view.ts';

export interface Selection {
  readonly cards: readonly Card[];
  /** By category, of all that the other choices leave; `''` is their sum. */
  readonly counts: ReadonlyMap<string, number>;
}

const passes: Readonly<Record<Filter, (card: Card) => boolean>> = {
  installed: ({ installation }) => isInstalled(installation),
  upgradable: ({ installation }) => installation?.upgradeTo !== undefined,
  compatible: ({ recommendedVersion }) => recommendedVersion !== undefined,
  pages: ({ hasInterface }) => hasInterface === true,
};

/** What a view leaves of the catalogue, in its order. */
export function selectCards(all: readonly Card[], view: View, locale: string): Selection {
  const search = cardSearch(view.search);
  const counts = new Map<string, number>([['', 0]]);
  const ranks = new Map<Card, number>();
  for (const card of all) {
    if (view.repository !== '' && (card.repository ?? NO_REPOSITORY) !== view.repository) continue;
    if (!view.filters.every((filter) => passes[filter](card))) continue;
    const rank = search(card);
    if (rank === undefined) continue;
    const category = card.category ?? NO_CATEGORY;
    counts.set(category, (counts.get(category) ?? 0) + 1);
    counts.set('', (counts.get('') ?? 0) + 1);
    if (view.category === '' || view.category === category) ranks.set(card, rank);
  }
  const compare = comparisons(locale)[view.sort];
  const ranked = view.sort === 'recommended';
  const cards = [...ranks.keys()].sort(
    (a, b) => (ranked ? (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) : 0) || compare(a, b),
  );
  return { cards, counts };
}

function comparisons(locale: string): Record<View['sort'], (a: Card, b: Card) => number> {
  const collator = new Intl.Collator(locale);
  const titles = new Map<Card, string>();
  const titleOf = (card: Card) => {
    const known = titles.get(card) ?? (textIn(card.displayName, locale) || card.name);
    titles.set(card, known);
    return known;
  };
  const byName = (a: Card, b: Card) => collator.compare(titleOf(a), titleOf(b)) || (a.name < b.name ? -1 : 1);
  return {
    name: byName,
    newest: (a, b) => (b.created ?? '').localeCompare(a.created ?? '') || byName(a, b),
    recommended: (a, b) => interest(a) - interest(b) || byName(a, b),
  };
}

/** What there is something to do about comes first: upgrades, then what can be installed; what cannot comes last. */
function interest({ installation, recommendedVersion }: Card): number {
  if (installation?.upgradeTo !== undefined) return 0;
  if (isInstalled(installation)) return 2;
  return recommendedVersion === undefined ? 3 : 1;
}
