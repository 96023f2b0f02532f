import { type FuzzyMatch, fuzzyMatch, hasWords, isPlain } from './fuzzy-match.ts';
import { PALETTE_KINDS, type PaletteEntry, type PaletteKind } from './palette-entry.ts';

export interface RankedEntry {
  entry: PaletteEntry;
  /** Positions in the title to be highlighted. */
  positions: number[];
  recent: boolean;
  /** The text that it was found by, when that is not its title. */
  because?: string | undefined;
}

/** What is found by other texts comes after what is found by its title. */
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
      because: match.because,
      order,
      score: match.score + (KIND_BONUS[entry.kind] ?? 0) + (recent ? RECENT_BONUS : 0),
    });
  }
  found.sort((a, b) => b.score - a.score || a.order - b.order);
  return found.map(({ score: _, order: __, ...line }) => line);
}

interface Found extends FuzzyMatch {
  because?: string;
}

/** Titles are found by a few of their letters; other texts by the beginnings of their words. */
function bestMatch({ title, keywords = [], detail }: PaletteEntry, query: string): Found | undefined {
  const match = fuzzyMatch(query, title);
  if (match !== undefined && isPlain(title, match)) return match;
  const because = keywords.find((text) => hasWords(query, text));
  if (because !== undefined) return { score: -KEYWORD_PENALTY, positions: [], because };
  const found = detail !== undefined && hasWords(query, `${detail} ${title}`);
  return found ? { score: -DETAIL_PENALTY, positions: [] } : undefined;
}
