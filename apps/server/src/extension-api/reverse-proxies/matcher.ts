/** Which requests a proxy takes. Source: extensions.kubesphere.io/v1alpha1, Matcher. */
export interface Matcher {
  /** The path, or what it begins with. */
  path: string;
  isPrefix: boolean;
  /** In capitals, or `*`. */
  method: string;
}

export const PROXY_ROOT = '/proxy';

export function readMatcher(path: string, method: string | undefined): Matcher {
  const isPrefix = path.endsWith('*');
  return { path: isPrefix ? path.slice(0, -1) : path, isPrefix, method: method?.toUpperCase() ?? '*' };
}

/** Whether any request could meet it: only paths below `/proxy` come here. */
export function isReachable({ path, isPrefix }: Matcher): boolean {
  return path.startsWith(`${PROXY_ROOT}/`) || (isPrefix && path === PROXY_ROOT);
}

export function matches({ path: wanted, isPrefix, method: verb }: Matcher, method: string, path: string): boolean {
  if (verb !== '*' && verb !== method) return false;
  return isPrefix ? path.startsWith(wanted) : path === wanted;
}

/** Exact before prefix, longer before shorter, one method before all: what is asked first. */
export function bySpecificity(a: Matcher, b: Matcher): number {
  if (a.isPrefix !== b.isPrefix) return a.isPrefix ? 1 : -1;
  if (a.path.length !== b.path.length) return b.path.length - a.path.length;
  return Number(a.method === '*') - Number(b.method === '*');
}

export function sharesMethod(a: Matcher, b: Matcher): boolean {
  return a.method === b.method || a.method === '*' || b.method === '*';
}

export function describeMatcher({ path, isPrefix, method }: Matcher): string {
  return `${method} ${path}${isPrefix ? '*' : ''}`;
}
