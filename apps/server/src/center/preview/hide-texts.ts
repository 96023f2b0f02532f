/** Shorter texts are not looked for. */
export const SHORTEST_HIDDEN = 6;

/**
 * Replaces texts wherever they stand, the longest first, in one pass: neither many texts nor long ones make it take longer
 * than it takes to read through.
 *
 * @returns a function for one text after the other
 */
export function textHider(texts: Iterable<string>, replacement: (text: string) => string): (text: string) => string {
  const byStart = Map.groupBy(
    [...new Set(texts)].filter(({ length }) => length >= SHORTEST_HIDDEN),
    (text) => text.slice(0, SHORTEST_HIDDEN),
  );
  for (const group of byStart.values()) group.sort((a, b) => b.length - a.length);
  // Almost every place is passed over by its first two letters.
  const starts = new Uint8Array(2 ** 16);
  for (const start of byStart.keys()) starts[pairAt(start, 0)] = 1;
  return (text) => {
    let hidden = '';
    let from = 0;
    for (let i = 0; i + SHORTEST_HIDDEN <= text.length; i++) {
      if (starts[pairAt(text, i)] === 0) continue;
      const found = byStart.get(text.slice(i, i + SHORTEST_HIDDEN))?.find((one) => text.startsWith(one, i));
      if (found === undefined) continue;
      hidden += text.slice(from, i) + replacement(found);
      from = i + found.length;
      i = from - 1;
    }
    return from === 0 ? text : hidden + text.slice(from);
  };
}

function pairAt(text: string, i: number): number {
  return ((text.charCodeAt(i) << 8) ^ text.charCodeAt(i + 1)) & 0xffff;
}
