/** Most extensions that are worth naming. */
const LIMIT = 5;

/** Extensions whose names share a word with the path come first: `acme-metrics` for `/clusters/main/metrics`. */
export function likelyOwners<T extends { name: string; displayName: string }>(
  extensions: readonly T[],
  path: string,
): T[] {
  const words = new Set(wordsOf(path));
  const shared = (extension: T) =>
    wordsOf(`${extension.name} ${extension.displayName}`).filter((w) => words.has(w)).length;
  return [...extensions].sort((a, b) => shared(b) - shared(a) || a.name.localeCompare(b.name)).slice(0, LIMIT);
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
}
