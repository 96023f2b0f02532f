import type { CronSchedule } from './cron-schedule.ts';

export interface DueTime {
  /** The latest time that has come, in milliseconds of the epoch; undefined when none has. */
  time?: number;
  /** So many were missed before it that somebody should know. */
  tooMany: boolean;
}

const MANY = 100;

/**
 * The latest time of the schedule after `since` that has come.
 *
 * @param deadline times older than this many milliseconds are not looked at
 */
export function latestDue(schedule: CronSchedule, since: number, now: number, deadline?: number): DueTime {
  const start = deadline === undefined ? since : Math.max(since, now - deadline);
  const first = schedule.next(start);
  if (first === undefined || first > now) return { tooMany: false };
  const second = schedule.next(first);
  if (second === undefined || second > now) return { time: first, tooMany: false };
  const tooMany = Math.floor((now - first) / (second - first)) > MANY;
  if (schedule.period !== undefined) {
    return { time: first + Math.floor((now - first) / schedule.period) * schedule.period, tooMany };
  }
  // Years may have been missed: look back from now, further and further.
  for (let back = second - first; ; back *= 2) {
    const from = Math.max(start, now - back);
    let time: number | undefined;
    for (let next = schedule.next(from); next !== undefined && next <= now; next = schedule.next(next)) time = next;
    if (time !== undefined || from === start) return { time: time ?? first, tooMany };
  }
}
