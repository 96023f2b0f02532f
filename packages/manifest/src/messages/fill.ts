const LONGEST = 300;

/** Puts parameters into a text. One that is missing is shown as `…`, so that the sentence can still be read. */
export function fill(text: string, params: Readonly<Record<string, string | number | undefined>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    return value === undefined ? '…' : harmless(String(value));
  });
}

/**
 * Free of characters that change how the text around them is shown: control characters, line and paragraph separators,
 * and the ones that turn or isolate the writing direction.
 */
function harmless(value: string): string {
  const shortened = value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value;
  return shortened
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
}
