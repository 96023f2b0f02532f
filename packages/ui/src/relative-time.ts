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

/** "3m", "2d": how far away, whichever way, for columns that have little room. Undefined within one minute. */
export function briefDistance(moment: number, now: number, locale: string): string | undefined {
  const distance = Math.abs(moment - now);
  // Months would be as short as minutes.
  const unit = units.find(([name, size]) => name !== 'month' && distance >= size);
  if (unit === undefined) return undefined;
  return unitFormatter(locale, unit[0]).format(Math.trunc(distance / unit[1]));
}

const unitFormatters = new Map<string, Intl.NumberFormat>();

function unitFormatter(locale: string, unit: Intl.RelativeTimeFormatUnit): Intl.NumberFormat {
  const key = `${locale} ${unit}`;
  const known = unitFormatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' });
  unitFormatters.set(key, made);
  return made;
}

const formatters = new Map<string, Intl.RelativeTimeFormat>();

function formatter(locale: string): Intl.RelativeTimeFormat {
  const known = formatters.get(locale);
  if (known !== undefined) return known;
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' });
  formatters.set(locale, made);
  return made;
}
