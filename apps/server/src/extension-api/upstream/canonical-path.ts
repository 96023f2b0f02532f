/** A path of a request in one spelling, so that what is matched, what is allowed and what is sent on are the same. */
export type CanonicalPath =
  | { ok: true; path: string; query: string | undefined }
  | { ok: false; reason: 'encoding' | 'dots' | 'control' };

const UNRESERVED = /[A-Za-z0-9\-._~]/;

/**
 * Percent-encodes what is not ASCII, decodes what needs no encoding, and writes the rest with capitals. A slash that came
 * encoded stays so.
 *
 * @param url path and query, as they stand in the request
 */
export function canonicalPath(url: string): CanonicalPath {
  const at = url.indexOf('?');
  const raw = at < 0 ? url : url.slice(0, at);
  const query = at < 0 ? undefined : url.slice(at + 1);
  if (/%(?![\da-fA-F]{2})/.test(raw)) return { ok: false, reason: 'encoding' };
  const path = asciiOf(raw).replace(/%([\da-fA-F]{2})/g, (_, hex: string) => {
    const char = String.fromCharCode(Number.parseInt(hex, 16));
    return UNRESERVED.test(char) ? char : `%${hex.toUpperCase()}`;
  });
  if (/%(?:[01][\dA-F]|7F)/.test(path)) return { ok: false, reason: 'control' };
  if (hasDots(path)) return { ok: false, reason: 'dots' };
  return { ok: true, path, query: query === undefined ? undefined : asciiOf(query) };
}

/** Segments `.` and `..`, by whichever slash, and however often they are encoded: not every server decodes once. */
function hasDots(path: string): boolean {
  let decoded = path;
  for (let round = 0; round < 3; round++) {
    // The parameter of a segment, `..;x`, is no part of it for some servers.
    if (decoded.split(/[/\\]/).some((segment) => /^\.\.?(?:;|$)/.test(segment))) return true;
    const next = decoded.replace(/%(2e|2f|5c|25|3b)/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (next === decoded) return false;
    decoded = next;
  }
  return decoded.split(/[/\\]/).some((segment) => /^\.\.?(?:;|$)/.test(segment));
}

/** Node reads the bytes of a request as Latin-1, and writes no others than visible ASCII. */
function asciiOf(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (char) =>
    char.charCodeAt(0) < 256
      ? `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
      : encodeURIComponent(char),
  );
}

/** The segments of a canonical path, decoded. Undefined: one of them is empty or holds a slash. */
export function segmentsOf(path: string): string[] | undefined {
  const segments: string[] = [];
  for (const segment of path.replace(/^\/|\/$/g, '').split('/')) {
    if (segment === '' || /%2F|%5C/.test(segment) || segment.includes('\\')) return undefined;
    try {
      segments.push(decodeURIComponent(segment));
    } catch {
      return undefined;
    }
  }
  return segments;
}
