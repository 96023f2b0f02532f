const SECOND = 1_000;
const units: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ['year', 365 * 24 * 3_600 * SECOND],
  ['month', 30 * 24 * 3_600 * SECOND],
  ['day', 24 * 3_600 * SECOND],
  ['hour', 3_600 * SECOND],
  ['minute', 60 * SECOND],
];

/**
 * "3 minutes ago", "in 2 days", in whole units of the largest kind that fits. Both moments in milliseconds.
 * Undefined within one minute, which is best called "now": counting seconds would only make the page flicker.
 */
export function relativeTime(moment: number, now: number, locale: string): string | undefined {
  const distance = moment - now;
  const unit = units.find(([, size]) => Math.abs(distance) >= size);
  if (unit === undefined) return undefined;
  return formatter(locale).format(Math.trunc(distance / unit[1]), unit[0]);
}

const formatters = new Map<string, Intl.RelativeTimeFormat>();

function formatter(locale: string): Intl.RelativeTimeFormat {
  const known = formatters.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  formatters.set(locale, made);
  return made;
}
