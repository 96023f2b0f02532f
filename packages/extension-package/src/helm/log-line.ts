/** Longest line that is shown. */
const LONGEST = 2_000;

/** Marks of time, source lines and levels that helm's log of either major version begins its lines with. */
const PREFIXES = [
  /^time=\S{1,40} /,
  /^level=[A-Z]{1,8} /,
  /^\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?: ?[+-]\d{4}| ?Z)?(?: [A-Z]{3,4})?(?: m=[+-][\d.]{1,20})? /,
  /^[\w.-]{1,60}\.go:\d{1,6}: /,
  /^\[debug\] /,
];

/**
 * A line of helm's log for people: without times, which whoever keeps the log adds, without control characters, and without
 * any of the secrets.
 */
export function shownLine(line: string, secrets: readonly string[]): string {
  let text = line;
  let before: string;
  do {
    before = text;
    for (const prefix of PREFIXES) text = text.replace(prefix, '');
  } while (text !== before);
  // Helm 4 writes `msg="what happens" name=value`.
  text = text.replace(/^msg=(?:"((?:[^"\\]|\\.){0,1000})"|(\S{1,1000}))/, (_, quoted?: string, word?: string) =>
    quoted === undefined ? (word ?? '') : quoted.replaceAll(/\\(["\\])/g, '$1'),
  );
  for (const secret of secrets) text = text.replaceAll(secret, '•••');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a terminal must not be sent
  text = text.replaceAll(/\u001b\[[\d;]{0,20}[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
