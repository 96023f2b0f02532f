/** Characters of a text that are shown as Markdown; the rest is left out, and the reader is told so. */
export const LONGEST = 120_000;
/** Marks of quotes and lists at the start of one line, each of which nests all that follows one level deeper. */
const MOST_MARKS = 16;
/** Columns that an entry of a list is indented by. */
const DEEPEST_INDENT = 40;
/** Of the characters that open something and may never be closed, in one paragraph. */
const MOST_OPENERS = 400;
/** The same where they are few to a line: text that is read as one piece takes time by the square of it all the same. */
const MOST_OPENERS_IN_LINES = 3_000;

export interface TamedMarkdown {
  readonly text: string;
  /** More than `LONGEST` characters were there. */
  readonly cut: boolean;
}

/**
 * Takes from a text what makes a parser slow or deep. Real texts come through as they are; parsers of Markdown take time
 * that grows with the square of how deeply something is nested, or of how many brackets and stars are left open.
 */
export function tameMarkdown(source: string): TamedMarkdown {
  const cut = source.length > LONGEST;
  const text = (cut ? source.slice(0, source.lastIndexOf('\n', LONGEST) + 1 || LONGEST) : source)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\ufffd');
  return { text: text.split('\n\n').map(tameParagraph).join('\n\n'), cut };
}

function tameParagraph(paragraph: string): string {
  const lines = paragraph.split('\n').map(tameLine).join('\n');
  const openers = lines.match(/[[\]*_~`<]/g)?.length ?? 0;
  if (openers <= MOST_OPENERS) return lines;
  // Long tables and code have many of them too, but one or two to a line.
  const rows = lines.split('\n');
  const areFew = openers < rows.length * 40;
  if (areFew && (openers <= MOST_OPENERS_IN_LINES || arePieces(rows))) return lines;
  return lines.replace(/[[\]*_~`<]/g, '\\$&');
}

/** Whether lines are rows of a table, entries of a list or definitions, each of which is read by itself. */
function arePieces(rows: readonly string[]): boolean {
  const isTable = /^[\s|:-]*-[\s|:-]*$/.test(rows[1] ?? '');
  const entry = isTable ? /\|/ : /^\s*(?:(?:[*+-]|\d{1,9}[.)])\s|\[[^\]]+\]:)/;
  return rows.filter((row) => entry.test(row)).length > rows.length * 0.9;
}

/** Without the marks, or the indentation of a list, beyond those that anybody writes. */
function tameLine(line: string): string {
  const marks = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])(?=[ \t>]|$))+/.exec(line)?.[0];
  if (marks === undefined || marks.length <= MOST_MARKS) return line;
  const count = marks.match(/[>*+-]|\d{1,9}[.)]/g)?.length ?? 0;
  if (count > MOST_MARKS) return `\\${line.trimStart()}`;
  const indentation = /^[ \t]*/.exec(line)?.[0].length ?? 0;
  return indentation > DEEPEST_INDENT ? ' '.repeat(DEEPEST_INDENT) + line.trimStart() : line;
}
