import { type Document, isCollection, isMap, isScalar, LineCounter, parseDocument } from 'yaml';

/** Where a text is no YAML, and why. Lines and columns begin at 1. */
export interface YamlProblem {
  line: number;
  column: number;
  reason: string;
}

export type Path = readonly string[];

/** What is wrong with a text that is to be values: no YAML, or no map. Empty texts are fine. */
export function yamlProblem(text: string): YamlProblem | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) return { ...placeOf(lines, error.pos[0]), reason: error.message };
  const { contents } = document;
  if (contents === null || isMap(contents) || (isScalar(contents) && contents.value === null)) return undefined;
  return { ...placeOf(lines, contents.range?.[0] ?? 0), reason: '' };
}

function placeOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Undefined for a text that is no YAML. */
export function documentOf(text: string): Document | undefined {
  const document = parseDocument(text);
  return document.errors.length > 0 ? undefined : document;
}

/** The value at a path as plain data; undefined where there is none. */
export function valueAt(document: Document, path: Path): unknown {
  const node = document.getIn(path, true);
  if (node === undefined || node === null) return undefined;
  if (isScalar(node)) return node.value ?? undefined;
  return isCollection(node) ? node.toJS(document, { maxAliasCount: 100 }) : undefined;
}

/**
 * The text with another value at a path; undefined takes the entry away. Comments, order and everything else stay as they
 * are written.
 */
export function withValue(text: string, path: Path, value: unknown): string {
  const document = documentOf(text);
  if (document === undefined) return text;
  if (!isMap(document.contents)) document.contents = document.createNode({}) as typeof document.contents;
  if (value === undefined) {
    document.deleteIn(path);
    return textOf(document, text);
  }
  clearWay(document, path);
  const node = document.getIn(path, true);
  // The node keeps what is written beside it.
  if (isScalar(node) && !isObject(value)) node.value = value;
  else {
    const created = document.createNode(value);
    if (isCollection(node)) {
      created.comment = node.comment;
      created.commentBefore = node.commentBefore;
      if (isCollection(created) && node.flow === true) created.flow = true;
    }
    document.setIn(path, created);
  }
  return textOf(document, text);
}

/** An empty entry, such as `board:` with nothing behind it, becomes a map that something can be put into. */
function clearWay(document: Document, path: Path): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    const node = document.getIn(above, true);
    if (node !== undefined && !isMap(node)) document.setIn(above, document.createNode({}));
  }
}

function textOf(document: Document, before: string): string {
  const indent = /^( +)\S/m.exec(before)?.[1]?.length ?? 2;
  return document.toString({
    lineWidth: 0,
    indent: Math.min(Math.max(indent, 1), 8),
    flowCollectionPadding: !/\[[^\s\]]/.test(before),
    indentSeq: !/^( *)\w[^\n]*:\s*\n\1- /m.test(before),
  });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
