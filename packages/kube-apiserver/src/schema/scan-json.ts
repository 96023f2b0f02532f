/** Looks through JSON text for what `JSON.parse` passes over in silence. */

/** How deep objects and lists may be nested. Go allows 10,000, which no real object comes near. */
export const DEEPEST = 1_000;

/**
 * How many fields all objects together may have. Each is looked at many times and noted in the managed fields, with which
 * no such object would be small enough to be kept.
 */
const MOST_FIELDS = 100_000;

/** How many duplicates are told: the answer would grow with the square of a hostile text. */
const MOST_DUPLICATES = 100;

/** Characters of a path that is told. */
const LONGEST_PATH = 1_000;

export interface JsonScan {
  /** Paths of keys that were there more than once, each told once. */
  duplicates: string[];
  /** Why the value should be refused. */
  problem?: string;
  /** It has more fields than anybody could keep. */
  tooLarge?: boolean;
}

interface Level {
  /** Absent: a list. Whether a key was told as a duplicate. */
  keys?: Map<string, boolean>;
  /** Of the member that is being read. */
  key: string;
  index: number;
}

/** Numbers that may be too large for a double. */
const SUSPICIOUS_NUMBER = /[eE]|^-?\d{300}/;

/** @param text well-formed JSON */
export function scanJson(text: string): JsonScan {
  const levels: Level[] = [];
  const duplicates = new Set<string>();
  let at = 0;
  let fields = 0;
  while (at < text.length) {
    const level = levels.at(-1);
    const char = text[at];
    if (char === '{' || char === '[') {
      if (levels.length >= DEEPEST) return { duplicates: [...duplicates], problem: 'exceeded max depth' };
      levels.push(char === '{' ? { keys: new Map(), key: '', index: 0 } : { key: '', index: 0 });
      at++;
    } else if (char === '}' || char === ']') {
      levels.pop();
      at++;
    } else if (char === ',') {
      if (level !== undefined) level.index++;
      at++;
    } else if (char === '"') {
      const end = endOfString(text, at);
      let next = end;
      while (isSpace(text.charCodeAt(next))) next++;
      if (level?.keys !== undefined && text[next] === ':') {
        level.key = keyOf(text.slice(at, end));
        const told = level.keys.get(level.key);
        if (told === false && duplicates.size < MOST_DUPLICATES) duplicates.add(pathOf(levels));
        level.keys.set(level.key, told !== undefined);
        if (++fields > MOST_FIELDS) return { duplicates: [...duplicates], tooLarge: true };
        next++;
      }
      at = next;
    } else if (char === '-' || (char !== undefined && char >= '0' && char <= '9')) {
      const start = at;
      while (isOfNumber(text.charCodeAt(at))) at++;
      const number = text.slice(start, at);
      if (SUSPICIOUS_NUMBER.test(number) && !Number.isFinite(Number(number))) {
        return { duplicates: [...duplicates], problem: `number ${number.slice(0, 40)} is out of range` };
      }
    } else {
      at++;
    }
  }
  return { duplicates: [...duplicates] };
}

/** Offset behind the closing quote. */
function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
  } while (isEscaped(text, end));
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function keyOf(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

function pathOf(levels: readonly Level[]): string {
  return levels
    .map(({ keys, key, index }) => (keys === undefined ? `[${index}]` : `.${key}`))
    .join('')
    .replace(/^\./, '')
    .slice(0, LONGEST_PATH);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isOfNumber(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45 || code === 0x65
  );
}
