import { expect, test } from 'vitest';
import { isItsFault, readReports } from './health-report.ts';

const good = { extension: 'tides', version: '1.0.0', outcome: 'ok', activation: 12.4 };

test('what tabs send is read, and cut where it is long', () => {
  const problem = { code: 'LB4001', params: { error: 'x'.repeat(1_000), limit: 5, nested: {}, __proto__: { a: 1 } } };
  const [ok, failed] = readReports({ reports: [good, { ...good, outcome: 'failed', problem }] });
  expect(ok).toEqual({ extension: 'tides', version: '1.0.0', outcome: 'ok', activation: 12 });
  expect(failed?.problem?.params).toEqual({ error: 'x'.repeat(300), limit: 5 });
});

test.each([
  [undefined],
  [{}],
  [{ reports: {} }],
  [{ reports: Array.from({ length: 61 }, () => good) }],
  [{ reports: [null] }],
  [{ reports: [{ ...good, extension: '../etc' }] }],
  [{ reports: [{ ...good, extension: 'a'.repeat(64) }] }],
  [{ reports: [{ ...good, version: '__proto__' }] }],
  [{ reports: [{ ...good, version: '1'.repeat(65) }] }],
  [{ reports: [{ ...good, outcome: 'fine' }] }],
])('%j is refused', (body) => {
  expect(() => readReports(body)).toThrowError(expect.objectContaining({ code: 'LB7631', status: 400 }));
});

test.each([
  ['LB4001', true],
  ['LB4004', true],
  ['LB3001', true],
  ['LB3010', false],
  ['LB3007', false],
  ['LB3017', false],
])('%s tells of the version: %s', (code, expected) => {
  expect(isItsFault({ extension: 'a', version: '1.0.0', outcome: 'failed', problem: { code, params: {} } })).toBe(
    expected,
  );
});
