import { expect, test } from 'vitest';
import type { AuditEvent } from './audit-event.ts';
import { AuditLog } from './audit-log.ts';
import { parseAuditQuery } from './audit-query.ts';

const event = (id: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  id,
  time: '2026-01-31T12:00:00.000Z',
  user: 'ada',
  kind: 'user',
  address: '203.0.113.7',
  verb: 'create',
  cluster: 'host',
  path: '/',
  code: 201,
  duration: 3,
  replica: 'one',
  ...more,
});

const EVENTS = [
  event('a'),
  event('b', { user: 'bob', code: 403 }),
  event('c', { cluster: 'member', namespace: 'shop', resource: 'pods', verb: 'delete' }),
  event('d', { user: null, kind: 'stranger', time: '2026-01-31T13:00:00.000Z' }),
];

test.each([
  [{}, 'abcd'],
  [{ user: 'ada' }, 'ac'],
  [{ user: ['ada', 'bob'] }, 'abc'],
  [{ user: 'ada,bob', verb: 'create' }, 'ab'],
  [{ cluster: 'member' }, 'c'],
  [{ namespace: 'shop', resource: 'pods' }, 'c'],
  [{ outcome: 'failed' }, 'b'],
  [{ outcome: 'ok', user: '' }, 'acd'],
  [{ since: '2026-01-31T12:30:00Z' }, 'd'],
  [{ until: '2026-01-31T12:30:00+01:00' }, ''],
  [{ since: String(Date.UTC(2026, 0, 31, 12, 30)) }, 'd'],
  [{ since: '-1m' }, ''],
  [{ limit: '2' }, 'cd'],
])('%j finds %s', (query, expected) => {
  const log = new AuditLog([]);
  for (const one of EVENTS) log.add(one);
  const found = log.find(parseAuditQuery(query));
  expect(found.map(({ id }) => id).join('')).toBe(expected);
});

test.each([
  [{ usr: 'ada' }, 'usr'],
  [{ limit: '0' }, 'limit'],
  [{ limit: '5001' }, 'limit'],
  [{ limit: '1e3' }, 'limit'],
  [{ limit: ['1', '2'] }, 'limit'],
  [{ follow: 'yes' }, 'follow'],
  [{ outcome: 'good' }, 'outcome'],
  [{ since: 'yesterday' }, 'since'],
  [{ since: '-5' }, 'since'],
  [{ user: Array(100).fill('a') }, 'user'],
  [{ user: 'a'.repeat(1_000) }, 'user'],
  [JSON.parse('{"__proto__":"x"}'), '__proto__'],
])('%j is refused by name', (query, parameter) => {
  expect(() => parseAuditQuery(query)).toThrow(
    expect.objectContaining({ status: 400, code: 'LB5703', params: expect.objectContaining({ parameter }) }),
  );
});

test('memory holds as many as it may, the newest', () => {
  const log = new AuditLog([], 100);
  for (let i = 0; i < 1_000; i++) log.add(event(String(i)));
  expect(log.size).toBeLessThanOrEqual(125);
  expect(log.find(parseAuditQuery({ limit: '5' })).map(({ id }) => id)).toEqual(['995', '996', '997', '998', '999']);
});

test('what an earlier run kept comes before what this one recorded', () => {
  const log = new AuditLog([]);
  log.add(event('new'));
  log.remember([event('old')]);
  expect(log.find(parseAuditQuery({})).map(({ id }) => id)).toEqual(['old', 'new']);
});
