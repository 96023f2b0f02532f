/**
 * Whether a path names a file below the folder it is joined to, on every system, and can stand in a URL: relative, no
 * empty, `.` or `..` part, no backslash, colon or control character. A part that begins with `~` is kept for aliases.
 */
export function isSafePath(path: string): boolean {
  if (path.length === 0 || path.length > 512 || /[\\:\p{Cc}]/u.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !part.startsWith('~'));
}
