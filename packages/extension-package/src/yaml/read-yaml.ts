import { type Document, isScalar, LineCounter, parseAllDocuments, visit, type YAMLMap } from 'yaml';
import { sizeText } from '../limits.ts';
import type { Findings } from '../package-error.ts';
import { yamlSize } from './yaml-size.ts';

export interface YamlOptions {
  /** Bytes. */
  limit: number;
  /** Lines and values. Default: 10,000. */
  size?: number;
  /** What a key that is there twice is: helm forgives it in values. Default: `error`. */
  duplicates?: 'error' | 'warning';
}

/** Aliases of YAML are few where people write it, and many where somebody wants a bomb. */
const MOST_ALIASES = 100;

/**
 * Reads YAML that somebody else wrote. Never throws, and takes time in proportion to its length.
 *
 * @returns the documents; undefined when they cannot be read, which `findings` says then (LB7111 to LB7113, LB7139)
 */
export function readYaml(
  content: Uint8Array,
  file: string,
  options: YamlOptions,
  findings: Findings,
): Document.Parsed[] | undefined {
  const text = readText(content, file, options.limit, findings);
  if (text === undefined) return undefined;
  const { size = 10_000 } = options;
  if (yamlSize(text) > size) return findings.error('LB7139', file, { limit: size });
  const lineCounter = new LineCounter();
  try {
    // The library compares each key with all others; below, the same takes one look at each.
    const parsed = parseAllDocuments(text, { lineCounter, uniqueKeys: false, merge: true, logLevel: 'silent' });
    const documents: Document.Parsed[] = Array.isArray(parsed) ? [...parsed] : [];
    let sound = true;
    for (const document of documents) {
      const [error] = document.errors;
      if (error !== undefined) {
        const { line } = lineCounter.linePos(error.pos[0]);
        findings.error('LB7111', file, { line, reason: error.message.split('\n')[0]!.replace(/[:.]?$/, '') });
        return undefined;
      }
      const look = lookThrough(document, lineCounter);
      if (look.aliases > MOST_ALIASES) return findings.error('LB7112', file, { limit: MOST_ALIASES });
      if (look.dangling !== undefined) {
        return findings.error('LB7111', file, {
          line: look.dangling,
          reason: 'the alias refers to no anchor above it',
        });
      }
      for (const { key, line } of look.twice) {
        if (options.duplicates === 'warning') findings.warn('LB7113', file, { field: key, line });
        else {
          findings.error('LB7113', file, { field: key, line });
          sound = false;
        }
      }
    }
    return sound ? documents : undefined;
  } catch (error) {
    // Nesting that is deeper than the stack.
    return findings.error('LB7111', file, { line: 1, reason: (error as Error).message.slice(0, 100) });
  }
}

/** The value of a document. Never throws. @returns undefined when it cannot be built, which `findings` says then */
export function documentValue(document: Document.Parsed, file: string, findings: Findings): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    return findings.error('LB7112', file, { limit: MOST_ALIASES });
  }
}

/** Text in UTF-8. @returns undefined when it is not, or too long, which `findings` says then (LB7114, LB7110) */
export function readText(content: Uint8Array, file: string, limit: number, findings: Findings): string | undefined {
  if (content.length > limit) return findings.error('LB7110', file, { limit: sizeText(limit) });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return findings.error('LB7114', file);
  }
}

function lookThrough(document: Document.Parsed, lines: LineCounter) {
  let aliases = 0;
  let dangling: number | undefined;
  const anchors = new Set<string>();
  const twice: { key: string; line: number }[] = [];
  visit(document, {
    Value(_, { anchor }) {
      if (anchor !== undefined) anchors.add(anchor);
    },
    Alias(_, alias) {
      aliases += 1;
      if (!anchors.has(alias.source)) dangling ??= lines.linePos(alias.range?.[0] ?? 0).line;
    },
    // Called instead of the one for values.
    Map(_, map) {
      if (map.anchor !== undefined) anchors.add(map.anchor);
      for (const { key, at } of repeated(map)) {
        if (twice.length < 10) twice.push({ key, line: lines.linePos(at).line });
      }
    },
  });
  return { aliases, dangling, twice };
}

function* repeated(map: YAMLMap): Generator<{ key: string; at: number }> {
  const seen = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    // `<<` merges another map into this one, and may do so more than once.
    if (seen.has(name) && name !== '<<') yield { key: name, at: key.range?.[0] ?? 0 };
    seen.add(name);
  }
}
