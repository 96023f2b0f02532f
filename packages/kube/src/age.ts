/** Ages as kubectl and the API server print them. Source of the form: k8s.io/apimachinery/pkg/util/duration, HumanDuration. */

/**
 * `5s`, `2m30s`, `3h12m`, `2d3h`, `45d`, `2y10d`: two units while the first is small, else one.
 *
 * @param from milliseconds of the epoch, or a time in RFC 3339
 * @param now milliseconds of the epoch
 * @returns `<unknown>` without a time, `<invalid>` for one that lies ahead
 */
export function age(from: number | string | undefined, now: number): string {
  if (from === undefined || from === '') return '<unknown>';
  const start = typeof from === 'number' ? from : Date.parse(from);
  return Number.isNaN(start) ? '<unknown>' : humanDuration(now - start);
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** @param milliseconds may be negative by up to two seconds, which clocks that differ make of "just now" */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1_000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return two(seconds, MINUTE, 'm', 1, 's');
  if (seconds < 3 * HOUR) return `${Math.floor(seconds / MINUTE)}m`;
  if (seconds < 8 * HOUR) return two(seconds, HOUR, 'h', MINUTE, 'm');
  if (seconds < 2 * DAY) return `${Math.floor(seconds / HOUR)}h`;
  if (seconds < 8 * DAY) return two(seconds, DAY, 'd', HOUR, 'h');
  if (seconds < 2 * YEAR) return `${Math.floor(seconds / DAY)}d`;
  if (seconds < 8 * YEAR) return two(seconds, YEAR, 'y', DAY, 'd');
  return `${Math.floor(seconds / YEAR)}y`;
}

function two(seconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((seconds % large) / small);
  return `${Math.floor(seconds / large)}${largeName}${rest === 0 ? '' : `${rest}${smallName}`}`;
}
