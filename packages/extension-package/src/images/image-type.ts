/** Media type of an image, from its first bytes: a name may say anything. @returns undefined when it is none that browsers show */
export function imageType(content: Uint8Array): string | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 1_024));
  const ascii = bytes.toString('latin1');
  if (ascii.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (ascii.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (ascii.startsWith('GIF87a') || ascii.startsWith('GIF89a')) return 'image/gif';
  if (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') return 'image/webp';
  if (ascii.slice(4, 8) === 'ftyp' && /avi[fs]/.test(ascii.slice(8, 32))) return 'image/avif';
  return isSvg(content) ? 'image/svg+xml' : undefined;
}

/** Comments, a doctype and an XML declaration may come before the element. */
function isSvg(content: Uint8Array): boolean {
  const text = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, 64 * 2 ** 10)).toString('utf8');
  let rest = text.replace(/^\ufeff/, '').trimStart();
  for (let before = 0; before < 50; before += 1) {
    const end = rest.startsWith('<?')
      ? '?>'
      : rest.startsWith('<!--')
        ? '-->'
        : rest.startsWith('<!')
          ? '>'
          : undefined;
    if (end === undefined) return /^<(?:[A-Za-z]\w{0,20}:)?svg[\s>/]/.test(rest);
    const at = endOf(rest, end);
    if (at < 0) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
  return false;
}

/** A doctype may hold declarations of its own, in brackets. */
function endOf(text: string, end: string): number {
  const bracket = end === '>' ? text.indexOf('[') : -1;
  const at = text.indexOf(end);
  if (bracket < 0 || bracket > at) return at;
  const closing = text.indexOf(']', bracket);
  return closing < 0 ? -1 : text.indexOf('>', closing);
}
