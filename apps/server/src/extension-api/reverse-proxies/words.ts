/** A word of a directive. */
export interface Word {
  text: string;
  /** It stood in quotes, which are not part of it. */
  quoted: boolean;
}

/**
 * Parts a directive at its spaces. What stands between quotes is one word; `\"` in it is a quote. Undefined: a quote is not
 * closed.
 */
export function wordsOf(text: string): Word[] | undefined {
  const words: Word[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (/\s/.test(char)) at++;
    else if (char === '"' || char === "'" || char === '`') {
      const end = closingQuote(text, at);
      if (end < 0) return undefined;
      const inner = text.slice(at + 1, end);
      words.push({ text: char === '`' ? inner : inner.replace(/\\(["'\\])/g, '$1'), quoted: true });
      at = end + 1;
    } else {
      const start = at;
      while (at < text.length && !/\s/.test(text[at]!)) at++;
      words.push({ text: text.slice(start, at), quoted: false });
    }
  }
  return words;
}

function closingQuote(text: string, open: number): number {
  const quote = text[open];
  for (let i = open + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote !== '`') i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}
