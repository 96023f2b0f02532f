import { describe, expect, it } from 'vitest';
import { nextRuns } from './schedule.ts';

const from = new Date('2026-03-01T10:00:00Z');

describe('schedules', () => {
  it('lists the next runs in the given time zone', () => {
    const result = nextRuns('30 9 * * 1', from, 'Asia/Shanghai', 2);
    expect(result).toEqual({
      ok: true,
      runs: [new Date('2026-03-02T01:30:00Z'), new Date('2026-03-09T01:30:00Z')],
    });
  });

  it('says how many fields are missing', () =>
    expect(nextRuns('* * *', from, 'UTC')).toEqual({ ok: false, reason: '3/5' }));

  it('gives the reason for a value out of range', () => expect(nextRuns('61 * * * *', from, 'UTC').ok).toBe(false));

  it('finds no run for a day that never comes', () =>
    expect(nextRuns('0 0 31 2 *', from, 'UTC', 1)).toEqual({ ok: true, runs: [] }));
});
