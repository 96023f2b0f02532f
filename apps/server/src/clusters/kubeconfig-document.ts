import { isAlias, parseDocument, visit } from 'yaml';
import { Refusal } from '../refusal.ts';

/** Bytes of a kubeconfig at most; a large one has some ten thousand. */
export const LARGEST_KUBECONFIG = 256 * 1024;
const DEEPEST = 32;
/** Names that mean something to objects of JavaScript. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** A mapping of YAML. A `Map`, so that no key can mean anything but itself. */
export type YamlMap = ReadonlyMap<unknown, unknown>;

/**
 * Reads YAML that somebody else wrote.
 *
 * @throws Refusal 400 LB5110 to LB5113
 */
export function readKubeconfigDocument(text: string): YamlMap {
  if (Buffer.byteLength(text) > LARGEST_KUBECONFIG) throw new Refusal(400, 'LB5111', { limit: '256 kB' });
  // What nests without end costs a parser more than it is worth; a kubeconfig is four levels deep.
  if (nesting(text) > DEEPEST) throw unreadable('It nests too deep.');
  const document = parsed(text);
  visit(document, {
    Node(_key, node) {
      if (isAlias(node)) throw new Refusal(400, 'LB5112');
    },
    Pair(_key, { key }) {
      const name = typeof key === 'object' && key !== null && 'value' in key ? key.value : key;
      if (typeof name === 'string' && RESERVED.has(name)) throw new Refusal(400, 'LB5113', { key: name });
    },
  });
  const content: unknown = document.toJS({ mapAsMap: true, maxAliasCount: 0 });
  if (!(content instanceof Map)) throw unreadable('It is no mapping of names to values.');
  return content;
}

function parsed(text: string) {
  try {
    const document = parseDocument(text, {
      // Comparing each key with each other would take long for a hostile one; the last of two holds, as for kubectl.
      uniqueKeys: false,
      merge: false,
      logLevel: 'error',
      customTags: null,
    });
    const [first] = document.errors;
    if (first !== undefined) throw unreadable(first.message.split('\n', 1)[0]!.slice(0, 200));
    return document;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw unreadable('It is no YAML.');
  }
}

/** Of brackets, of indentation, or of lists on one line, whichever is most. Strings may count too, and never by that many. */
function nesting(text: string): number {
  let open = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++open);
    else if (character === ']' || character === '}') open--;
  }
  const indents = new Set<number>();
  for (const line of text.split('\n')) {
    const [lead] = /^[ ?-]*/.exec(line)!;
    if (lead.length < line.length) indents.add(lead.length);
    deepest = Math.max(deepest, lead.split(/[?-](?: |$)/).length - 1);
  }
  return Math.max(deepest, indents.size);
}

const unreadable = (reason: string) => new Refusal(400, 'LB5110', { reason });
