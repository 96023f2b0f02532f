import { type FuzzyMatch, fuzzyMatch } from './fuzzy-match.ts';
import { PALETTE_KINDS, type PaletteEntry, type PaletteKind } from './palette-entry.ts';

export interface RankedEntry {
  entry: PaletteEntry;
  /** Positions in the title to be highlighted. */
  positions: number[];
  recent: boolean;
}

/** Matches in the title count in full, those in other words less. */
const DETAIL_PENALTY = 12;
const KEYWORD_PENALTY = 8;
const RECENT_BONUS = 8;
/** Among answers that are about as good, a place to go is what most people mean. */
const KIND_BONUS: Readonly<Partial<Record<PaletteKind, number>>> = { page: 4, command: 3, quick: 2 };

/**
 * Without a query: what was used last, newest first, then everything by kind in the order of the index.
 * With one: the best answers first, recent ones preferred among equals.
 *
 * @param limit most lines to be returned
 */
export function rankEntries(
  entries: readonly PaletteEntry[],
  query: string,
  recents: readonly string[],
  limit: number,
): RankedEntry[] {
  return (query.trim() === '' ? unasked(entries, recents) : asked(entries, query, recents)).slice(0, limit);
}

function unasked(entries: readonly PaletteEntry[], recents: readonly string[]): RankedEntry[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const recent = recents.flatMap((id) => byId.get(id) ?? []).slice(0, 5);
  const rest = PALETTE_KINDS.flatMap((kind) =>
    entries.filter((entry) => entry.kind === kind && !recent.includes(entry)),
  );
  return [
    ...recent.map((entry) => ({ entry, positions: [], recent: true })),
    ...rest.map((entry) => ({ entry, positions: [], recent: false })),
  ];
}

function asked(entries: readonly PaletteEntry[], query: string, recents: readonly string[]): RankedEntry[] {
  const found: (RankedEntry & { score: number; order: number })[] = [];
  for (const [order, entry] of entries.entries()) {
    const match = bestMatch(entry, query);
    if (match === undefined) continue;
    const recent = recents.includes(entry.id);
    found.push({
      entry,
      positions: match.positions,
      recent,
      order,
      score: match.score + (KIND_BONUS[entry.kind] ?? 0) + (recent ? RECENT_BONUS : 0),
    });
  }
  found.sort((a, b) => b.score - a.score || a.order - b.order);
  return found.map(({ entry, positions, recent }) => ({ entry, positions, recent }));
}

function bestMatch(entry: PaletteEntry, query: string): FuzzyMatch | undefined {
  const title = fuzzyMatch(query, entry.title);
  const others = [
    ...(entry.keywords ?? []).map((word) => ({ match: fuzzyMatch(query, word), penalty: KEYWORD_PENALTY })),
    {
      match: entry.detail === undefined ? undefined : fuzzyMatch(query, `${entry.detail} ${entry.title}`),
      penalty: DETAIL_PENALTY,
    },
  ];
  let best = title;
  for (const { match, penalty } of others) {
    if (match === undefined) continue;
    const score = match.score - penalty;
    if (best === undefined || score > best.score) best = { score, positions: title?.positions ?? [] };
  }
  return best;
}
