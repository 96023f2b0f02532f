import type { Card } from '../center-api.ts';

/** What is searched of an extension, by how much it says that this is the one that is meant. */
interface Entry {
  name: string;
  titles: string;
  words: string;
  description: string;
}

/** Finds extensions by what somebody typed. Rank 0 is the best; undefined: not found. */
export type CardSearch = (card: Card) => number | undefined;

/** Without capitals, accents and full-width forms, so that `Überwachung` is found by `uberwachung`. */
export function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

const entries = new WeakMap<Card, Entry>();

/** Every word has to be found; names count more than titles, titles more than keywords, all more than descriptions. */
export function cardSearch(query: string): CardSearch {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return (card) => {
    const entry = entryOf(card);
    let sum = 0;
    for (const word of words) {
      const rank = rankOf(entry, word);
      if (rank === undefined) return undefined;
      sum += rank;
    }
    return sum;
  };
}

function rankOf({ name, titles, words, description }: Entry, word: string): number | undefined {
  if (name === word) return 0;
  if (name.startsWith(word)) return 1;
  if (name.includes(word)) return 2;
  if (titles.includes(`\n${word}`)) return 3;
  if (titles.includes(word)) return 4;
  if (words.includes(word)) return 5;
  if (description.includes(word)) return 6;
  return undefined;
}

function entryOf(card: Card): Entry {
  const known = entries.get(card);
  if (known !== undefined) return known;
  const providers = Object.values(card.provider).map(({ name }) => name ?? '');
  const made: Entry = {
    name: plain(card.name),
    titles: plain(`\n${Object.values(card.displayName).join('\n')}`),
    words: plain([...card.keywords, ...providers].join('\n')),
    description: plain(Object.values(card.description).join('\n')),
  };
  entries.set(card, made);
  return made;
}
