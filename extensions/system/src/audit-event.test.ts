import { expect, test } from 'vitest';
import { type AuditEvent, EventLines, kindOf, objectOf, withEvents } from './audit-event.ts';

const event = (id: string, more: Partial<AuditEvent> = {}): AuditEvent => ({
  id,
  time: '2026-01-31T12:00:00.000Z',
  user: 'ada',
  kind: 'user',
  address: '203.0.113.7',
  verb: 'create',
  path: '/x',
  code: 201,
  duration: 1,
  replica: 'one',
  ...more,
});

test.each([
  [{ resource: 'pods', group: '' }, 'pods'],
  [{ resource: 'deployments', group: 'apps', subresource: 'scale' }, 'deployments.apps/scale'],
  [{ resource: 'extensions', subresource: 'enable' }, 'extensions/enable'],
  [{}, '/x'],
])('%j is shown as %s', (more, expected) => {
  expect(kindOf(event('a', more))).toBe(expected);
});

test('an object is shown with its namespace', () => {
  expect(objectOf(event('a', { namespace: 'shop', name: 'web-0' }))).toBe('shop/web-0');
  expect(objectOf(event('a', { name: 'node-1' }))).toBe('node-1');
  expect(objectOf(event('a'))).toBe('');
});

test('lines may come in any pieces, and empty ones are signs of life', () => {
  const text = `\n${JSON.stringify(event('a'))}\n\n${JSON.stringify(event('b'))}\n`;
  for (let size = 1; size < text.length; size += 7) {
    const lines = new EventLines();
    const found: string[] = [];
    for (let i = 0; i < text.length; i += size) {
      found.push(...lines.push(text.slice(i, i + size)).map(({ id }) => id));
    }
    expect(found).toEqual(['a', 'b']);
  }
});

test('events are kept newest first, each once, as many as asked for', () => {
  const [a, b, c] = [event('a'), event('b'), event('c')];
  expect(withEvents([b, a], [a, b, c], 5)).toEqual([c, b, a]);
  expect(withEvents([b, a], [c], 2)).toEqual([c, b]);
  // The opening of a connection and its failure are two events of one request.
  expect(withEvents([a], [{ ...a, code: 500 }], 5)).toHaveLength(2);
});
