/**
 * Schedules in cron's five fields, as github.com/robfig/cron reads them: lists, ranges, steps, names, `@hourly` and the
 * like, and `@every 1h30m`.
 */

export interface CronSchedule {
  /**
   * The first time after the given one, both in milliseconds of the epoch; undefined when there is none within five
   * years, such as on 31 February.
   */
  next(after: number): number | undefined;
  /** Milliseconds between times, for `@every`, whose times depend on the first one. */
  period?: number;
}

/** A schedule that cannot be read. */
export class CronError extends Error {
  override name = 'CronError';
}

interface Field {
  low: number;
  high: number;
  names?: readonly string[];
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const FIELDS: readonly Field[] = [
  { low: 0, high: 59 },
  { low: 0, high: 23 },
  { low: 1, high: 31 },
  { low: 1, high: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { low: 0, high: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];
const SHORTHANDS = new Map([
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
  ['@monthly', '0 0 1 * *'],
  ['@weekly', '0 0 * * 0'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
]);
/** Longer texts are no schedules. */
const LONGEST = 1000;

/**
 * @param timeZone an IANA name. Default: UTC
 * @throws CronError
 */
export function parseCronSchedule(text: string, timeZone?: string): CronSchedule {
  if (text.length > LONGEST) throw new CronError('the schedule is too long');
  const trimmed = text.trim();
  const every = /^@every (.+)$/.exec(trimmed)?.[1];
  if (every !== undefined) return everySoOften(every);
  const parts = (SHORTHANDS.get(trimmed) ?? trimmed).split(/\s+/);
  if (parts.length !== 5) throw new CronError(`expected exactly 5 fields, found ${parts.length}: [${text}]`);
  const [minutes, hours, days, months, weekdays] = parts.map((part, index) => parseField(part, FIELDS[index]!));
  const rules = {
    minutes: minutes!,
    hours: hours!,
    days: days!,
    months: months!,
    weekdays: weekdays!,
    anyDay: isStar(parts[2]),
    anyWeekday: isStar(parts[4]),
  };
  const wallClock = wallClockIn(timeZone);
  return { next: (after) => nextTime(rules, after, wallClock) };
}

interface Rules {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  weekdays: ReadonlySet<number>;
  anyDay: boolean;
  anyWeekday: boolean;
}

/** The time on a wall there, written as if it were UTC. */
type WallClock = (time: number) => number;

function nextTime(rules: Rules, after: number, wallClock: WallClock): number | undefined {
  let time = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  const end = after + 5 * 366 * DAY;
  while (time < end) {
    const wall = new Date(wallClock(time));
    if (!rules.months.has(wall.getUTCMonth() + 1) || !isDay(rules, wall)) {
      // On to midnight. Where clocks change that may fall an hour short, and then the next round ends there.
      time += Math.max(MINUTE, DAY - (wall.getUTCHours() * 60 + wall.getUTCMinutes()) * MINUTE);
      const overshoot = new Date(wallClock(time));
      const minutesIn = overshoot.getUTCHours() * 60 + overshoot.getUTCMinutes();
      if (minutesIn > 0 && minutesIn <= 120) time -= minutesIn * MINUTE;
    } else if (!rules.hours.has(wall.getUTCHours())) time += (60 - wall.getUTCMinutes()) * MINUTE;
    else if (!rules.minutes.has(wall.getUTCMinutes())) time += MINUTE;
    else return time;
  }
  return undefined;
}

/** When both day fields are restricted, either may match. */
function isDay({ days, weekdays, anyDay, anyWeekday }: Rules, wall: Date): boolean {
  const day = days.has(wall.getUTCDate());
  const weekday = weekdays.has(wall.getUTCDay());
  return anyDay || anyWeekday ? day && weekday : day || weekday;
}

function wallClockIn(timeZone: string | undefined): WallClock {
  if (timeZone === undefined || timeZone === 'UTC' || timeZone === 'Etc/UTC') return (time) => time;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch {
    throw new CronError(`unknown time zone ${timeZone}`);
  }
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
  };
}

function parseField(text: string, field: Field): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/');
    if (more.length > 0) throw new CronError(`too many slashes: ${part}`);
    const [first, last] = parseRange(range, step !== undefined, field);
    const by = step === undefined ? 1 : parseNumber(step, { low: 1, high: 1000 });
    for (let value = first; value <= last; value += by) values.add(value);
  }
  return values;
}

function parseRange(text: string, stepped: boolean, field: Field): [number, number] {
  if (isStar(text)) return [field.low, field.high];
  const [from = '', to, ...more] = text.split('-');
  if (more.length > 0) throw new CronError(`too many hyphens: ${text}`);
  const first = parseNumber(from, field);
  if (to === undefined) return [first, stepped ? field.high : first];
  const last = parseNumber(to, field);
  if (last < first) throw new CronError(`beginning of range (${first}) beyond end of range (${last}): ${text}`);
  return [first, last];
}

function parseNumber(text: string, { low, high, names }: Field): number {
  const named = names?.indexOf(text.toLowerCase()) ?? -1;
  if (named >= 0) return named + low;
  if (!/^\d{1,4}$/.test(text)) throw new CronError(`failed to parse int from ${text}`);
  const value = Number(text);
  if (value < low) throw new CronError(`beginning of range (${value}) below minimum (${low}): ${text}`);
  if (value > high) throw new CronError(`end of range (${value}) above maximum (${high}): ${text}`);
  return value;
}

function isStar(text: string | undefined): boolean {
  return text === '*' || text === '?';
}

const UNITS = new Map([
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
]);

function everySoOften(text: string): CronSchedule {
  if (!/^(\d{1,9}(\.\d{1,9})?[hms])+$/.test(text)) throw new CronError(`failed to parse duration @every ${text}`);
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/([\d.]+)([hms])/g)) total += Number(amount) * (UNITS.get(unit!) ?? 0);
  const period = Math.max(1000, Math.floor(total / 1000) * 1000);
  return { period, next: (after) => Math.floor(after / 1000) * 1000 + period };
}
