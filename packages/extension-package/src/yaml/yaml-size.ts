const INDICATORS = new Set([...',[]{}'].map((character) => character.charCodeAt(0)));
/** Begin a value when a space follows. */
const LEADING = new Set([...'-?:'].map((character) => character.charCodeAt(0)));
const LINE = 10;
const SPACE = 32;

/**
 * How much there is to parse: lines, and characters that may begin or end a value. Parsing takes a few microseconds for
 * each, so a megabyte of brackets would keep the server busy for seconds, whereas a megabyte of text is nothing.
 */
export function yamlSize(text: string): number {
  let size = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LINE || INDICATORS.has(code) || (LEADING.has(code) && text.charCodeAt(at + 1) === SPACE)) size += 1;
  }
  return size;
}
