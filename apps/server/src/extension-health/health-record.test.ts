import { expect, test } from 'vitest';
import { COUNTS_FOR, emptyRecord, healthOf, merged, note, trimmed } from './health-record.ts';
import type { HealthReport } from './health-report.ts';

const report = (version: string, outcome: 'ok' | 'failed' = 'ok', activation?: number): HealthReport => ({
  ...{ extension: 'tides', version, outcome, activation },
  ...(outcome === 'failed' && { problem: { code: 'LB4001', params: { error: 'no' } } }),
});

test('a session counts once, and has failed once it failed', () => {
  const record = emptyRecord();
  expect(note(record, report('1.0.0'), 'a', 1)).toBe(true);
  expect(note(record, report('1.0.0'), 'a', 2)).toBe(false);
  expect(note(record, report('1.0.0', 'failed'), 'a', 3)).toBe(true);
  expect(note(record, report('1.0.0', 'failed'), 'a', 4)).toBe(false);
  note(record, report('1.0.0'), 'a', 5);
  note(record, report('1.0.0'), 'b', 5);
  const { current, failures } = healthOf(record, { version: '1.0.0' });
  expect(current).toEqual({ version: '1.0.0', sessions: 2, failed: 1 });
  expect(failures).toMatchObject([{ code: 'LB4001', count: 2, version: '1.0.0' }]);
});

test('what several replicas were told is one, and a session of both counts once', () => {
  const [one, two] = [emptyRecord(), emptyRecord()];
  note(one, report('1.0.0', 'ok', 10), 'a', 1);
  note(two, report('1.0.0', 'failed'), 'a', 2);
  note(two, report('1.0.0', 'ok', 30), 'b', 3);
  note(two, report('0.9.0', 'ok', 5), 'c', 4);
  expect(healthOf(merged([one, two]), { version: '1.0.0', previous: '0.9.0' })).toMatchObject({
    current: { sessions: 2, failed: 1, activation: { p50: 30, p95: 30 } },
    previous: { version: '0.9.0', sessions: 1, failed: 0 },
  });
});

test('what was heard before a version came into force tells of another time', () => {
  const record = emptyRecord();
  note(record, report('1.0.0', 'failed'), 'a', 100);
  note(record, report('1.0.0'), 'b', 300);
  expect(healthOf(record, { version: '1.0.0', since: 200 }).current).toMatchObject({ sessions: 1, failed: 0 });
});

test('a day later it is forgotten, and no more is kept than fits', () => {
  const record = emptyRecord();
  for (let i = 0; i < 2_500; i++) note(record, report('1.0.0', i === 0 ? 'failed' : 'ok', i), `s${i}`, i);
  for (let i = 0; i < 9; i++) note(record, report(`2.${i}.0`), 'a', 5_000 + i);
  const kept = trimmed(record, 10_000);
  expect(Object.keys(kept.versions)).toEqual(['2.8.0', '2.7.0', '2.6.0', '2.5.0', '2.4.0', '2.3.0']);
  expect(
    Object.keys(trimmed({ ...record, versions: { a: record.versions['1.0.0']! } }, 10_000).versions.a!.sessions),
  ).toHaveLength(2_000);
  expect(trimmed(record, COUNTS_FOR + 10_000)).toEqual({ versions: {}, failures: [] });
});
