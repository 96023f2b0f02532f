import { JsonPathError, type KubeObject, parseJsonPath } from '@luban/kube';
import { UsageError } from './arguments.ts';
import type { ServedKind } from './served-kinds.ts';

/** A table as the server makes it. Source: meta/v1 Table. */
export interface Table {
  columnDefinitions: { name: string; priority: number }[];
  rows: { cells: unknown[]; object: { metadata: { namespace?: string } } }[];
}

/** `namespace/default`, `deployment.apps/web` */
export function nameOf({ group, kind }: ServedKind, object: KubeObject): string {
  return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${object.metadata.name}`;
}

/**
 * What `-o` asks for. JSON stands for YAML too, of which it is a part.
 *
 * @throws UsageError for a format that is not known here
 */
export function formatted(output: string, kind: ServedKind, objects: readonly KubeObject[], isList: boolean): string {
  if (output === 'name') return objects.map((object) => `${nameOf(kind, object)}\n`).join('');
  const value = isList
    ? { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items: objects }
    : objects[0];
  if (output === 'json' || output === 'yaml') return `${JSON.stringify(value, null, 4)}\n`;
  const template = /^jsonpath=([\s\S]*)$/.exec(output)?.[1];
  if (template === undefined)
    throw new UsageError(`unable to match a printer suitable for the output format "${output}"`);
  return filled(template, value);
}

/**
 * Fills a template of JSONPath: text, `{.path}` and `{range .path}…{end}`.
 *
 * @throws UsageError when it is none
 */
export function filled(template: string, value: unknown): string {
  const pieces = template.match(/\{(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^{}"'])*\}|[^{]+|\{/g) ?? [];
  const { text, rest } = fill(pieces, value);
  if (rest.length > 0) throw new UsageError('error parsing jsonpath: not in range, nothing to end');
  return text;
}

function fill(pieces: readonly string[], value: unknown): { text: string; rest: readonly string[] } {
  let text = '';
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i]!;
    const inner = piece.startsWith('{') && piece.endsWith('}') ? piece.slice(1, -1).trim() : undefined;
    if (inner === undefined) text += piece;
    else if (inner === 'end') return { text, rest: pieces.slice(i) };
    else if (/^["']/.test(inner)) text += unescaped(inner.slice(1, -1));
    else if (inner.startsWith('range ')) {
      const items = found(inner.slice('range '.length), value);
      const body = pieces.slice(i + 1);
      const end = body.length - fill(body, undefined).rest.length;
      text += items.map((item) => fill(body.slice(0, end), item).text).join('');
      i += end + 1;
    } else text += found(inner, value).map(shown).join(' ');
  }
  return { text, rest: [] };
}

function found(path: string, value: unknown): unknown[] {
  try {
    return parseJsonPath(path.trim()).find(value);
  } catch (error) {
    if (error instanceof JsonPathError) throw new UsageError(`error parsing jsonpath ${path}: ${error.message}`);
    throw error;
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

function unescaped(text: string): string {
  return text.replace(/\\([nt\\"'])/g, (_, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter);
}

/** The server's table as text. */
export function tableText(
  { columnDefinitions, rows }: Table,
  options: { namespaces: boolean; header: boolean },
): string {
  const shownColumns = columnDefinitions.flatMap(({ priority, name }, index) =>
    priority === 0 ? [{ name, index }] : [],
  );
  const lines = [
    ...(options.header
      ? [[...(options.namespaces ? ['NAMESPACE'] : []), ...shownColumns.map(({ name }) => name.toUpperCase())]]
      : []),
    ...rows.map(({ cells, object }) => [
      ...(options.namespaces ? [object.metadata.namespace ?? ''] : []),
      ...shownColumns.map(({ index }) => cellText(cells[index])),
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('   ')
          .trimEnd()}\n`,
    )
    .join('');
}

function cellText(cell: unknown): string {
  return cell === null || cell === undefined ? '<none>' : String(cell);
}
