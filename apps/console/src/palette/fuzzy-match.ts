/** How well a text answers a query, and which of its letters do. */
export interface FuzzyMatch {
  /** Higher is better; comparable between texts for the same query. */
  score: number;
  /** Positions in the text, ascending. */
  positions: number[];
}

const CONSECUTIVE = 6;
const WORD_START = 10;
const FIRST = 6;
const PER_GAP = 1;
const GAP_LIMIT = 12;

/**
 * All letters of the query have to occur in the text in order; spaces in the query are ignored. Letters at the start of
 * words and in a row count most, and a short text more than a long one. Case and accents do not matter.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | undefined {
  const wanted = fold(query).replace(/\s+/g, '');
  if (wanted === '') return { score: 0, positions: [] };
  const letters = fold(text);
  if (wanted.length > letters.length) return undefined;

  const whole = letters.indexOf(wanted);
  if (whole >= 0) return contiguous(text, letters, wanted, whole);

  let best: FuzzyMatch | undefined;
  for (let start = letters.indexOf(wanted[0]!); start >= 0; start = letters.indexOf(wanted[0]!, start + 1)) {
    const match = walk(text, letters, wanted, start);
    if (match === undefined) break;
    if (best === undefined || match.score > best.score) best = match;
  }
  return best;
}

/**
 * Whether a person would see why the text was found: the query stands in it as it is, or every word that it touches is
 * touched from its start and for the better part. Scattered letters answer nothing that anybody asks.
 */
export function isPlain(text: string, { positions }: FuzzyMatch): boolean {
  const spread = (from: number, to: number) => to - from + 1;
  if (positions.length > 2 && spread(positions[0]!, positions.at(-1)!) === positions.length) return true;
  let begun = 0;
  for (const [order, position] of positions.entries()) {
    const next = positions[order + 1];
    if (order === 0 || startsWord(text, position)) begun = order;
    if (next !== undefined && !startsWord(text, next)) continue;
    const letters = order - begun + 1;
    if (!startsWord(text, positions[begun]!) || letters * 2 <= spread(positions[begun]!, position)) return false;
  }
  return true;
}

/** Whether each word of the query begins a word of the text, for texts that are longer than a title. */
export function hasWords(query: string, text: string): boolean {
  const letters = fold(text);
  return fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => {
      for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + 1)) {
        if (startsWord(text, at)) return true;
      }
      return false;
    });
}

/** Prefers an occurrence that begins a word. */
function contiguous(text: string, letters: string, wanted: string, first: number): FuzzyMatch {
  let at = first;
  for (let next = first; next >= 0; next = letters.indexOf(wanted, next + 1)) {
    if (startsWord(text, next)) {
      at = next;
      break;
    }
  }
  return scored(
    text,
    Array.from({ length: wanted.length }, (_, offset) => at + offset),
  );
}

/** Takes each letter at the next start of a word when the rest still fits, else at its next occurrence. */
function walk(text: string, letters: string, wanted: string, start: number): FuzzyMatch | undefined {
  const positions = [start];
  for (let letter = 1; letter < wanted.length; letter++) {
    const previous = positions.at(-1)!;
    const next = letters.indexOf(wanted[letter]!, previous + 1);
    if (next < 0) return undefined;
    positions.push(next === previous + 1 ? next : (wordStartAhead(text, letters, wanted, letter, next) ?? next));
  }
  return scored(text, positions);
}

function wordStartAhead(
  text: string,
  letters: string,
  wanted: string,
  letter: number,
  from: number,
): number | undefined {
  for (let at = from; at >= 0; at = letters.indexOf(wanted[letter]!, at + 1)) {
    if (startsWord(text, at)) return hasSubsequence(letters, at + 1, wanted, letter + 1) ? at : undefined;
  }
  return undefined;
}

function hasSubsequence(letters: string, from: number, wanted: string, letter: number): boolean {
  let at = from;
  for (let position = letter; position < wanted.length; position++) {
    at = letters.indexOf(wanted[position]!, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function scored(text: string, positions: number[]): FuzzyMatch {
  let score = positions[0] === 0 ? FIRST : 0;
  for (const [order, position] of positions.entries()) {
    const gap = order === 0 ? Math.min(position, GAP_LIMIT) : position - positions[order - 1]! - 1;
    if (order > 0 && gap === 0) score += CONSECUTIVE;
    if (startsWord(text, position)) score += WORD_START;
    score -= Math.min(gap, GAP_LIMIT) * PER_GAP;
  }
  return { score: score - text.length / 32, positions };
}

/** Written without spaces: each character stands for itself. */
const HAN = /\p{Script=Han}/u;

function startsWord(text: string, position: number): boolean {
  if (position === 0) return true;
  const before = text[position - 1]!;
  const letter = text[position]!;
  if (/[\s\-_/.:·(]/.test(before) || HAN.test(letter)) return true;
  return /\p{Lu}/u.test(letter) && /\p{Ll}/u.test(before);
}

/** Same length as the text, so that positions fit: a letter that grows when folded is kept as it is. */
function fold(text: string): string {
  let folded = '';
  for (const unit of text) {
    const plain = unit.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    folded += plain.length === unit.length ? plain : unit;
  }
  return folded;
}
