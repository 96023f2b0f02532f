import type { Problem } from '@luban/manifest';
import { parse } from 'yaml';
import { problemOf, RegistryError } from '../registry-error.ts';

/** Scalars stay the text that they are: an index has no use for numbers, and reading them takes time. */
const YAML_OPTIONS = {
  schema: 'failsafe',
  prettyErrors: false,
  uniqueKeys: false,
  logLevel: 'error',
  maxAliasCount: 20,
} as const;

export interface ParsedIndex {
  /** What stands under each name in `entries`, unread. */
  entries: [name: string, versions: unknown][];
  broken: Problem[];
}

/** @throws RegistryError LB7209 */
export function parseIndex(text: string, folder: URL): ParsedIndex {
  const noIndex = (reason: string, cause?: unknown) =>
    new RegistryError('LB7209', { url: `${folder.origin}${folder.pathname}index.yaml`, reason }, { cause });
  const isJson = text.trimStart().startsWith('{');
  if (text.trimStart().startsWith('<')) throw noIndex('is a web page');
  let root: unknown;
  try {
    root = isJson ? JSON.parse(text) : parse(text, YAML_OPTIONS);
  } catch (error) {
    const pieces = isJson ? undefined : parseByPiece(text);
    if (pieces !== undefined) return pieces;
    throw noIndex(reasonOf(error), error);
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw noIndex('is no map');
  if (!Object.hasOwn(root, 'entries')) throw noIndex('has no entries');
  const entries = (root as { entries: unknown }).entries;
  // `entries:` with nothing behind it is what an empty repository has.
  if (entries === null || entries === '') return { entries: [], broken: [] };
  if (typeof entries !== 'object' || Array.isArray(entries)) throw noIndex('has no map of entries');
  return { entries: Object.entries(entries), broken: [] };
}

/**
 * An index that is no YAML as a whole, chart by chart, so that one with a slip hides no other.
 *
 * @returns undefined when it does not look like an index at all
 */
function parseByPiece(text: string): ParsedIndex | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^entries:\s*$/.test(line));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, at) => at > start && /^[A-Za-z]/.test(line));
  const body = lines.slice(start + 1, end < 0 ? undefined : end);
  const indent = /^ */.exec(body.find((line) => line.trim() !== '') ?? '')![0];
  const isHead = (line: string) => line.startsWith(indent) && /^["'A-Za-z\d_]/.test(line.slice(indent.length));
  const heads = body.flatMap((line, at) => (isHead(line) ? [at] : []));
  if (indent === '' || heads.length === 0) return undefined;
  const result: ParsedIndex = { entries: [], broken: [] };
  heads.forEach((at, nth) => {
    const piece = body.slice(at, heads[nth + 1]);
    const name = piece[0]!
      .trim()
      .replace(/:.*$/, '')
      .replace(/^["']|["']$/g, '')
      .slice(0, 100);
    try {
      const read: unknown = parse(piece.join('\n'), YAML_OPTIONS);
      if (typeof read === 'object' && read !== null) result.entries.push(...Object.entries(read));
    } catch (error) {
      const params = { chart: name, field: `entries.${name}`, reason: reasonOf(error) };
      if (result.broken.length < 200) result.broken.push(problemOf('LB7215', params, { extension: name }));
    }
  });
  return result;
}

const reasonOf = (error: unknown) => `is no YAML: ${error instanceof Error ? error.message.split('\n', 1)[0] : ''}`;
