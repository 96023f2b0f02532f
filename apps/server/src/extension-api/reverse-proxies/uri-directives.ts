import { canonicalPath } from '../upstream/canonical-path.ts';
import { type PlaceholderSource, parseTemplate, type Template } from './placeholders.ts';
import { type UserRegex, userRegex } from './user-regex.ts';
import { wordsOf } from './words.ts';

/** Path and query of a request on its way to the backend. */
export interface Target {
  path: string;
  query: string | undefined;
}

export interface Rewrite {
  /** `*` for all paths; a `*` at its end for all that begin so. */
  match: string;
  path: Template;
  /** Absent: the query stays. */
  query?: Template;
}

/** `"MATCH NEWURI"`. @returns a sentence that says what is wrong */
export function parseRewrite(text: string): Rewrite | string {
  const [match, to] = twoWords(text) ?? [];
  if (match === undefined || to === undefined) return `${JSON.stringify(text)} is not a path and what it becomes`;
  const at = to.indexOf('?');
  const path = parseTemplate(at < 0 ? to : to.slice(0, at));
  const query = at < 0 ? undefined : parseTemplate(to.slice(at + 1));
  if (typeof path === 'string') return path;
  return typeof query === 'string' ? query : { match, path, query };
}

export interface Replace {
  find: string;
  replacement: string;
}

/** `"substr new"`; without the second word it is taken out. */
export function parseReplace(text: string): Replace | string {
  const words = wordsOf(text);
  const [find, replacement] = words ?? [];
  if (find === undefined || find.text === '' || words!.length > 2) {
    return `${JSON.stringify(text)} is not a text and what it becomes`;
  }
  return { find: find.text, replacement: replacement?.text ?? '' };
}

export interface PathRegexp {
  find: UserRegex;
  replacement: string;
}

/** `"regex new"`; without the second word it is taken out. */
export function parsePathRegexp(text: string): PathRegexp | string {
  const words = wordsOf(text);
  const [find, replacement] = words ?? [];
  if (find === undefined || find.text === '' || words!.length > 2) {
    return `${JSON.stringify(text)} is not an expression and what it becomes`;
  }
  const regex = userRegex(find.text);
  return typeof regex === 'string' ? regex : { find: regex, replacement: replacement?.text ?? '' };
}

function twoWords(text: string): [string, string] | undefined {
  const words = wordsOf(text);
  return words?.length === 2 ? [words[0]!.text, words[1]!.text] : undefined;
}

export function stripPrefix({ path, query }: Target, prefix: string): Target {
  return { path: path.startsWith(prefix) ? absolute(path.slice(prefix.length)) : path, query };
}

export function stripSuffix({ path, query }: Target, suffix: string): Target {
  return { path: path.endsWith(suffix) ? absolute(path.slice(0, -suffix.length)) : path, query };
}

export function applyRewrite(target: Target, rewrite: Rewrite, source: PlaceholderSource): Target {
  const { match, path, query } = rewrite;
  const meets = match.endsWith('*') ? target.path.startsWith(match.slice(0, -1)) : target.path === match;
  if (!meets) return target;
  const now = { ...source, ...target };
  const written = path.expand(now, encodeURIComponent);
  // `{uri}` brings a query along.
  const at = written.indexOf('?');
  const own = at < 0 ? undefined : written.slice(at + 1);
  const asked = query?.expand(now, encodeURIComponent);
  return { path: absolute(at < 0 ? written : written.slice(0, at)), query: asked ?? own ?? target.query };
}

export function applyReplace({ path, query }: Target, { find, replacement }: Replace): Target {
  return {
    path: absolute(path.replaceAll(find, () => replacement)),
    query: query?.replaceAll(find, () => replacement),
  };
}

export function applyPathRegexp({ path, query }: Target, { find, replacement }: PathRegexp): Target {
  return { path: absolute(find.replaceAll(path, replacement)), query };
}

/** What directives made of a path may lead nowhere that the path itself could not. */
export function isSound(target: Target): boolean {
  const { path, query } = target;
  if (isTooLong(target) || /[?#]/.test(path) || query?.includes('#')) return false;
  return canonicalPath(path).ok;
}

const LONGEST = 16_384;

export function isTooLong({ path, query }: Target): boolean {
  return path.length + (query?.length ?? 0) > LONGEST;
}

const absolute = (path: string) => (path.startsWith('/') ? path : `/${path}`);
