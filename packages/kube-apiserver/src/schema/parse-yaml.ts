import { badRequest } from '@luban/kube';
import { parseDocument, type Tags } from 'yaml';
import { parseStrictJson } from './strict-json.ts';

/** Aliases may repeat what they stand for this often in all, so that a few lines cannot become gigabytes. */
const MOST_ALIASES = 100;

/**
 * Parses one YAML document in the dialect of Go's parser, which is YAML 1.1 without dates and base 60: `yes` is true and
 * `0644` is octal. JSON is parsed as such.
 *
 * @throws StatusError 400, also for keys that are there twice
 */
export function parseYaml(text: string): unknown {
  if (/^\s*\{/.test(text)) {
    try {
      return parseStrictJson(text).value;
    } catch {
      // YAML's own braces look alike.
    }
  }
  try {
    const document = parseDocument(text, { version: '1.1', schema: 'yaml-1.1', customTags: withoutTimes, merge: true });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const reason = error instanceof RangeError ? 'exceeded max depth' : firstLine((error as Error).message);
    throw badRequest(`error decoding YAML: ${reason}`);
  }
}

function withoutTimes(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || !(tag.tag.endsWith(':timestamp') || tag.format === 'TIME'));
}

/** The lines after it draw the place in the text. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
