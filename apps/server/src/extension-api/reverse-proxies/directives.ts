import { recordOf, textOf, textsOf } from '../json.ts';
import { type HeaderDirective, parseHeaderDirective } from './header-directives.ts';
import type { PlaceholderSource } from './placeholders.ts';
import {
  applyPathRegexp,
  applyReplace,
  applyRewrite,
  isTooLong,
  type PathRegexp,
  parsePathRegexp,
  parseReplace,
  parseRewrite,
  type Replace,
  type Rewrite,
  stripPrefix,
  stripSuffix,
  type Target,
} from './uri-directives.ts';

/** What a proxy changes on the way. Source: extensions.kubesphere.io/v1alpha1, Directives. */
export interface Directives {
  method?: string;
  stripPathPrefix?: string;
  stripPathSuffix?: string;
  headerUp: readonly HeaderDirective[];
  headerDown: readonly HeaderDirective[];
  rewrite: readonly Rewrite[];
  replace: readonly Replace[];
  pathRegexp: readonly PathRegexp[];
  /** Say who asks. */
  authProxy: boolean;
  /** Redirects and pages of the backend lead back through the proxy. */
  wrapTransport: boolean;
  rejectForwardingRedirects: boolean;
}

/** As many of a kind as anybody needs. */
const MOST = 100;
const LONGEST = 2_000;

/** @returns a sentence that says what is wrong, with the first that is */
export function readDirectives(value: unknown): Directives | string {
  const fields = recordOf(value);
  const wrong: string[] = [];
  const all = <T extends object>(name: string, parse: (text: string) => T | string): T[] => {
    const texts = textsOf(fields[name]);
    if (texts.length > MOST) wrong.push(`${name} has more than ${MOST} entries`);
    return texts.slice(0, MOST).flatMap((text, i) => {
      if (text.length > LONGEST) {
        wrong.push(`${name}[${i}] has more than ${LONGEST} characters`);
        return [];
      }
      const parsed = parse(text);
      if (typeof parsed !== 'string') return [parsed];
      wrong.push(`${name}[${i}]: ${parsed}`);
      return [];
    });
  };
  const method = textOf(fields.method)?.toUpperCase();
  if (method !== undefined && !METHODS.has(method)) wrong.push(`method: ${JSON.stringify(method)} is none`);
  const directives: Directives = {
    method,
    stripPathPrefix: textOf(fields.stripPathPrefix),
    stripPathSuffix: textOf(fields.stripPathSuffix),
    headerUp: all('headerUp', parseHeaderDirective),
    headerDown: all('headerDown', parseHeaderDirective),
    rewrite: all('rewrite', parseRewrite),
    replace: all('replace', parseReplace),
    pathRegexp: all('pathRegexp', parsePathRegexp),
    authProxy: fields.authProxy === true,
    wrapTransport: fields.wrapTransport === true,
    rejectForwardingRedirects: fields.rejectForwardingRedirects === true,
  };
  return wrong[0] ?? directives;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Changes of the path that come before those of headers. */
export function strip(target: Target, { stripPathPrefix, stripPathSuffix }: Directives): Target {
  const shorter = stripPathPrefix === undefined ? target : stripPrefix(target, stripPathPrefix);
  return stripPathSuffix === undefined ? shorter : stripSuffix(shorter, stripPathSuffix);
}

/** Changes of the path that come after those of headers. */
export function rewriteTarget(target: Target, directives: Directives, source: PlaceholderSource): Target {
  const steps = [
    ...directives.rewrite.map((rewrite) => (now: Target) => applyRewrite(now, rewrite, source)),
    ...directives.replace.map((replace) => (now: Target) => applyReplace(now, replace)),
    ...directives.pathRegexp.map((regexp) => (now: Target) => applyPathRegexp(now, regexp)),
  ];
  let now = target;
  // Each step may make it longer; one that is too long stays so, and is refused.
  for (const step of steps) if (!isTooLong(now)) now = step(now);
  return now;
}
