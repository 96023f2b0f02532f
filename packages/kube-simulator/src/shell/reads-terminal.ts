/** Programs that read standard input when they are given no file. */
const READERS = new Set(['cat', 'wc', 'sort', 'uniq', 'md5sum', 'sha1sum', 'sha256sum', 'base64']);

/**
 * Whether a line is one command that reads what is typed next, such as `cat > notes`. Lines of several commands are not
 * looked into: what they read is empty.
 */
export function readsTerminal(line: string): boolean {
  if (/[|;&<`()]/.test(line)) return false;
  const [name = '', ...words] = line
    .replace(/\d?>>?\s*(?:'[^']*'|"[^"]*"|\S+)/g, ' ')
    .trim()
    .split(/\s+/);
  if (name === 'tee') return true;
  return READERS.has(name) && words.every((word) => word.startsWith('-') && !word.startsWith('--'));
}
