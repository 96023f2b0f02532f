/**
 * Integrity can be checked on files of another origin only when they are fetched with CORS. On the page's own origin the
 * attribute stays away, so that the request is the same as that of the server's preload hints.
 */
export function crossOriginOf(url: string, document: Document): 'anonymous' | null {
  return new URL(url, document.baseURI).origin === new URL(document.baseURI).origin ? null : 'anonymous';
}
