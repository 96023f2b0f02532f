const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  ttf: 'font/ttf',
  wasm: 'application/wasm',
};

/** By the file's ending. What is unknown is not given a type that a browser would run or show. */
export function contentType(path: string): string {
  const ending = /\.([a-z\d]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TYPES, ending) && TYPES[ending]) || 'application/octet-stream';
}

/** Whether packing a file of this type makes it smaller. */
export function isCompressible(type: string): boolean {
  return /^(?:text\/|application\/(?:json|manifest\+json|wasm)|image\/(?:svg|x-icon)|font\/ttf)/.test(type);
}

/**
 * What a file may do when it is opened by itself. A script's own policy holds for the workers that are made of it; a
 * picture or a page of an extension, opened as a document, may do nothing at all.
 */
export function fileSecurityPolicy(type: string): string {
  return type.startsWith('text/javascript')
    ? "default-src 'none'; script-src 'self'; connect-src 'self'"
    : "default-src 'none'; frame-ancestors 'none'; sandbox";
}
