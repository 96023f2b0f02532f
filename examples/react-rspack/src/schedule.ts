import { Cron } from 'croner';

export type ScheduleResult = { ok: true; runs: Date[] } | { ok: false; reason: string };

/**
 * The next `count` runs of a cron expression with five fields, as CronJobs understand it, after `from` in `timeZone`.
 */
export function nextRuns(expression: string, from: Date, timeZone: string, count = 5): ScheduleResult {
  const fields = expression.trim().split(/\s+/);
  if (!expression.trim().startsWith('@') && fields.length !== 5) return { ok: false, reason: `${fields.length}/5` };
  try {
    return { ok: true, runs: new Cron(expression.trim(), { timezone: timeZone, paused: true }).nextRuns(count, from) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
