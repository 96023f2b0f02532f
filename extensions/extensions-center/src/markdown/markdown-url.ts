/** Where an address in a Markdown text leads, once it is known to be harmless. */
export type MarkdownTarget =
  | { kind: 'external'; href: string }
  /** Within the text. */
  | { kind: 'anchor'; href: string }
  /** A picture of the package, from this server; it serves no other files of packages. */
  | { kind: 'file'; href: string };

const PICTURE_FILES = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i;
/** Stands for the package while addresses are worked out; nothing is ever asked of it. */
const PACKAGE = 'https://package.invalid';
/** As remark writes the ids of footnotes, so that no id of a text is taken for one of the page. */
export const ID_PREFIX = 'user-content-';
const PICTURES = /^data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]/i;

/**
 * Follows an address in a text of a package. `files` is the URL of the package's folder on this server, without a slash
 * at its end; without it relative addresses lead nowhere. Undefined: not to be followed, as with `javascript:`.
 */
export function markdownTarget(address: string, files: string | undefined): MarkdownTarget | undefined {
  if (address.startsWith('#')) {
    const id = address.slice(1);
    if (id === '') return undefined;
    return { kind: 'anchor', href: `#${id.startsWith(ID_PREFIX) ? '' : ID_PREFIX}${id}` };
  }
  const url = URL.parse(address, `${PACKAGE}/`);
  if (url === null) return undefined;
  if (url.origin === PACKAGE) {
    if (files === undefined || url.pathname === '/' || url.username !== '') return undefined;
    // `%2e%2e` and `%2f` would climb out of the folder on the other side.
    if (/%(?:2e|2f|5c|00)/i.test(url.pathname) || !PICTURE_FILES.test(url.pathname)) return undefined;
    return { kind: 'file', href: `${files}${url.pathname}` };
  }
  if (url.protocol === 'mailto:') return { kind: 'external', href: url.href };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  return { kind: 'external', href: url.href };
}

/** The source of a picture that is loaded: from the package or the text itself, never from anywhere else. */
export function pictureSource(address: string, files: string | undefined): string | undefined {
  if (PICTURES.test(address)) return address;
  const target = markdownTarget(address, files);
  return target?.kind === 'file' ? target.href : undefined;
}

/** `Getting started` → `user-content-getting-started`, as GitHub does, so that tables of contents lead somewhere. */
export function headingId(text: string): string {
  const slug = text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
  return ID_PREFIX + slug.slice(0, 100);
}
