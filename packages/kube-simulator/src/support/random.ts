/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number at least 0, less than `below`. */
  integer(below: number): number;
  /** Letters and digits without vowels, as Kubernetes puts behind generated names. */
  suffix(length: number): string;
  /** Another sequence, which does not disturb this one. */
  fork(name: string): Random;
}

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Algorithm: mulberry32. */
export function seededRandom(seed: number | string): Random {
  const start = typeof seed === 'number' ? seed >>> 0 : hash32(seed);
  let state = start;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number) => Math.floor(next() * below);
  return {
    next,
    integer,
    suffix: (length) => Array.from({ length }, () => SUFFIX_ALPHABET[integer(SUFFIX_ALPHABET.length)]).join(''),
    fork: (name) => seededRandom(`${start}/${name}`),
  };
}

/** FNV-1a of the text's UTF-16 code units. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

/** A hash as it stands in names and labels: its decimal digits as letters of the alphabet of suffixes. */
export function hashSuffix(text: string): string {
  return [...String(hash32(text))].map((digit) => SUFFIX_ALPHABET[digit.charCodeAt(0) % 27]).join('');
}
