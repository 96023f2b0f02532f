/** Where to go after signing in: a path of this console, never another site. Anything else leads home. */
export function safeNext(next: unknown): string {
  if (typeof next !== 'string' || next.length > 2_048 || !next.startsWith('/')) return '/';
  // Browsers drop tabs and line breaks from URLs and read `\` as `/`, which would make `/\evil` another host.
  if (/[\\\p{Cc}]/u.test(next)) return '/';
  const here = 'http://console.invalid';
  const url = URL.parse(next, here);
  if (url === null || url.origin !== here || url.pathname.startsWith('//') || url.pathname === '/login') return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
