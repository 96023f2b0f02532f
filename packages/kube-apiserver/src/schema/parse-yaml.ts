import { badRequest, StatusError } from '@luban/kube';
import { parseDocument, type Tags, YAMLParseError } from 'yaml';
import { parseStrictJson } from './strict-json.ts';

/** Characters. The parser takes a second for so many; clients that have more to say send JSON. */
const LONGEST = 320 * 1024;

/** Aliases may repeat what they stand for this often in all, so that a few lines cannot become gigabytes. */
const MOST_ALIASES = 100;

/**
 * Parses one YAML document in the dialect of Go's parser, which is YAML 1.1 without dates and base 60: `yes` is true,
 * `0644` is octal, and the last of several keys alike counts. JSON is parsed as such, however long.
 *
 * @throws StatusError 400
 */
export function parseYaml(text: string): unknown {
  if (/^\s*\{/.test(text)) {
    try {
      return parseStrictJson(text).value;
    } catch {
      // YAML's own braces look alike.
    }
  }
  if (text.length > LONGEST) throw refused(`documents longer than ${LONGEST} characters have to be sent as JSON`);
  try {
    const document = parseDocument(text, {
      version: '1.1',
      schema: 'yaml-1.1',
      customTags: tagsOfJson,
      merge: true,
      // Both take time that grows with the square of the text.
      uniqueKeys: false,
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error !== undefined) throw error;
    // Aliases stand for the very same object, which would be changed in all places at once.
    return parseStrictJson(JSON.stringify(document.toJS({ maxAliasCount: MOST_ALIASES })) ?? 'null').value;
  } catch (error) {
    if (error instanceof StatusError) throw error;
    throw refused(reasonOf(error as Error, text));
  }
}

function refused(reason: string) {
  return badRequest(`error converting YAML to JSON: yaml: ${reason}`);
}

function reasonOf(error: Error, text: string): string {
  // The parser tells the end of the stack as an error at the place that it came to.
  if (error.message === 'Maximum call stack size exceeded') return 'exceeded max depth';
  if (!(error instanceof YAMLParseError)) return error.message;
  return `line ${text.slice(0, error.pos[0]).split('\n').length}: ${error.message}`;
}

/** What JSON can say. Go's parser takes dates for text, and knows no numbers in base 60. */
function tagsOfJson(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || !(UNKNOWN_TAGS.test(tag.tag) || tag.format === 'TIME'));
}

const UNKNOWN_TAGS = /:(?:timestamp|binary|set|omap|pairs)$/;
