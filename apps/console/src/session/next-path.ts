/**
 * Where to go after signing in: the `next` parameter if it is a path of this origin, else the home page. Anything that
 * a browser could read as another origin (`//host`, `/\host`, a scheme) is refused.
 */
export function nextPath(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next');
  if (next === null || !next.startsWith('/')) return '/';
  try {
    const url = new URL(next, origin);
    if (url.origin !== origin || url.pathname.startsWith('//') || url.pathname === '/login') return '/';
    return url.pathname + url.search + url.hash;
  } catch {
    return '/';
  }
}
