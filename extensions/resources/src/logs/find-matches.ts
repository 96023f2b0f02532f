import type { LogLine } from './log-buffer.ts';

/** What is looked for in a log: letters as they are, whichever their case. */
export function finder(
  query: string,
): ((text: string) => readonly (readonly [start: number, end: number])[]) | undefined {
  if (query === '') return undefined;
  const wanted = query.toLowerCase();
  return (text) => {
    const where = text.toLowerCase();
    const found: [number, number][] = [];
    for (let at = where.indexOf(wanted); at >= 0; at = where.indexOf(wanted, at + wanted.length)) {
      found.push([at, at + wanted.length]);
    }
    return found;
  };
}

const ESCAPE = '\u001b';
const SEQUENCES = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, 'g');

/** The line as it is read, without colours. */
export function plainText(text: string): string {
  return text.includes(ESCAPE) ? text.replace(SEQUENCES, '') : text;
}

/** Positions among the given lines that hold the query. */
export function matchingLines(lines: readonly LogLine[], query: string): readonly number[] {
  const find = finder(query);
  if (find === undefined) return [];
  return lines.flatMap((line, index) => (find(plainText(line.text)).length > 0 ? [index] : []));
}
