import { isMap, LineCounter, parseDocument } from 'yaml';
import { Refusal } from '../../refusal.ts';

/** As much as the install controller takes, in bytes. */
const LONGEST = 96 * 1024;

/**
 * Looks whether Helm could take the text as values: nothing, or one map. Blanks at the ends of lines are taken away, as
 * KubeSphere does.
 *
 * @param field as in the plan, for the message
 * @throws Refusal 400 that names line and column
 */
export function checkedConfig(text: string, field: string): string {
  const config = text.replace(/[ \t]+$/gm, '');
  if (Buffer.byteLength(config) > LONGEST) throw refusal(field, 1, 1, `it is longer than ${LONGEST / 1024} kB`);
  const lines = new LineCounter();
  const document = parseDocument(config, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw refusal(field, ...placeOf(lines, error.pos[0]), error.message);
  if (document.contents === null || document.toJS({ maxAliasCount: 100 }) === null) return config;
  if (!isMap(document.contents)) {
    throw refusal(field, ...placeOf(lines, document.contents.range?.[0] ?? 0), 'it is no map of names to values');
  }
  return config;
}

function placeOf(lines: LineCounter, offset: number): [line: number, column: number] {
  const { line, col } = lines.linePos(offset);
  return [Math.max(line, 1), Math.max(col, 1)];
}

function refusal(field: string, line: number, column: number, reason: string): Refusal {
  return new Refusal(400, 'LB7608', { field, line, column, reason: reason.split('\n')[0]!.slice(0, 200) });
}
