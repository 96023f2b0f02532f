import type { PaletteEntry } from './palette-entry.ts';

/**
 * A page, a command and a quick access that lead to the same place are one line: the first of them, found by the words
 * of all and with the key of the one that has one.
 */
export function mergePlaces(entries: readonly PaletteEntry[]): PaletteEntry[] {
  const merged = new Map<string, PaletteEntry>();
  for (const entry of entries) {
    const key = entry.place === undefined ? entry.id : `place:${entry.place}`;
    const first = merged.get(key);
    merged.set(key, first === undefined ? entry : join(first, entry));
  }
  return [...merged.values()];
}

function join(first: PaletteEntry, other: PaletteEntry): PaletteEntry {
  const words = [...(first.keywords ?? []), other.title, ...(other.keywords ?? [])];
  return {
    ...first,
    key: first.key ?? other.key,
    keywords: [...new Set(words)].filter((word) => word !== first.title),
  };
}
