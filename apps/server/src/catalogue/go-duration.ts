const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const PART = /^(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h)/;

/** Milliseconds of a duration as Go writes it, such as `1h30m`. Undefined for anything else. Source: Go, time.ParseDuration. */
export function parseGoDuration(text: string): number | undefined {
  let rest = text.trim();
  if (rest === '' || rest.length > 64) return undefined;
  let milliseconds = 0;
  while (rest !== '') {
    const match = PART.exec(rest);
    if (match === null) return undefined;
    milliseconds += Number(match[1]) * UNITS[match[2]!]!;
    rest = rest.slice(match[0].length);
  }
  return milliseconds;
}
