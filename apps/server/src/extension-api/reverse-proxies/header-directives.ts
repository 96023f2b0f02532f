import { addHeader, type HeaderMap, HOP_BY_HOP, isHeaderName, isHeaderValue } from '../upstream/header-map.ts';
import { type PlaceholderSource, parseTemplate, type Template } from './placeholders.ts';
import { type UserRegex, userRegex } from './user-regex.ts';
import { type Word, wordsOf } from './words.ts';

/**
 * A change of headers. `Name value` sets, `+Name value` adds, `-Name` deletes; `-Foo*` and `-*Foo` delete all that begin or
 * end so; `Name "expression" "replacement"` changes the values that are there.
 */
export type HeaderDirective =
  | { type: 'set' | 'add'; name: string; value: Template }
  | { type: 'delete'; name: string; wildcard?: 'front' | 'end' }
  | { type: 'replace'; name: string; find: UserRegex; replacement: string };

/** They hold for one hop, or say how long a message is: a text in an object does not decide that. */
const UNTOUCHABLE: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'content-length', 'expect']);

/** @returns a sentence that says what is wrong */
export function parseHeaderDirective(text: string): HeaderDirective | string {
  const written = JSON.stringify(text);
  if (!isHeaderValue(text)) return `${written} holds characters that no header can have`;
  const words = wordsOf(text);
  if (words === undefined) return `${written} has a quote that is not closed`;
  const [first, ...rest] = words;
  if (first === undefined) return 'a directive for headers is empty';
  const [, sign, field = ''] = /^([+-]?)(.*)$/s.exec(first.text)!;
  if (sign === '-') return rest.length === 0 ? deletion(field, written) : `${written} deletes, and has a value`;
  const name = field.toLowerCase();
  if (!isHeaderName(name) || name.includes('*')) return `${written} does not begin with the name of a header`;
  if (UNTOUCHABLE.has(name)) return `${written} is about a header that cannot be chosen`;
  if (rest.length === 0) return `${written} has no value`;
  if (sign === '' && rest.length === 2 && rest[0]!.quoted) return replacement(name, rest as [Word, Word]);
  // A value with spaces need not be quoted.
  const value = parseTemplate(rest.length === 1 ? rest[0]!.text : afterName(text));
  return typeof value === 'string' ? value : { type: sign === '+' ? 'add' : 'set', name, value };
}

function deletion(field: string, written: string): HeaderDirective | string {
  const name = field.toLowerCase();
  const plain = name.replace(/^\*|\*$/g, '');
  if ((plain !== '' && !isHeaderName(plain)) || plain.includes('*') || name === '') {
    return `${written} does not name a header to delete`;
  }
  if (name.endsWith('*')) return { type: 'delete', name: plain, wildcard: 'end' };
  return { type: 'delete', name: plain, ...(name.startsWith('*') && { wildcard: 'front' as const }) };
}

function replacement(name: string, [find, replace]: [Word, Word]): HeaderDirective | string {
  const regex = userRegex(find.text);
  return typeof regex === 'string' ? regex : { type: 'replace', name, find: regex, replacement: replace.text };
}

function afterName(text: string): string {
  return text.trim().replace(/^\S+\s+/, '');
}

/** Values that a header cannot have, because of what was sent, are left out. */
export function applyHeaderDirectives(
  headers: HeaderMap,
  directives: readonly HeaderDirective[],
  source: PlaceholderSource,
): void {
  for (const directive of directives) {
    const { name } = directive;
    if (directive.type === 'delete') remove(headers, directive);
    else if (directive.type === 'replace') replaceValues(headers, directive);
    else {
      const value = directive.value.expand(source, (text) => text);
      if (directive.type === 'set') headers.delete(name);
      if (isHeaderValue(value) && (value !== '' || directive.value.headers.length === 0))
        addHeader(headers, name, value);
    }
  }
}

function remove(headers: HeaderMap, { name, wildcard }: Extract<HeaderDirective, { type: 'delete' }>): void {
  if (wildcard === undefined) {
    headers.delete(name);
    return;
  }
  for (const known of headers.keys()) {
    const goes = wildcard === 'end' ? known.startsWith(name) : known.endsWith(name);
    if (goes && !UNTOUCHABLE.has(known)) headers.delete(known);
  }
}

function replaceValues(
  headers: HeaderMap,
  { name, find, replacement }: Extract<HeaderDirective, { type: 'replace' }>,
): void {
  const values = headers.get(name);
  if (values === undefined) return;
  const changed = values.map((value) => find.replaceAll(value, replacement)).filter(isHeaderValue);
  if (changed.length === 0) headers.delete(name);
  else headers.set(name, changed);
}
