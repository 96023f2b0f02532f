import { LIVE_LIMITS } from '@luban/kube/live';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MessageError, parseClientMessage } from './client-message.ts';

const SOURCE = { cluster: 'host', group: '', version: 'v1', resource: 'pods' };

const parse = (message: unknown) => parseClientMessage(JSON.stringify(message));

test.each([
  { op: 'subscribe', id: 1, source: SOURCE, view: {}, window: { offset: 0, limit: 100 } },
  { op: 'view', id: 1, turn: 2, view: { namespaces: ['a'], search: 'x', sort: { column: 'Name', descending: true } } },
  { op: 'window', id: 1, window: { offset: 5, limit: 500 } },
  { op: 'follow', id: 1, object: { ...SOURCE, group: 'apps', namespace: 'a', name: 'system:node:x' } },
  { op: 'resync', id: 0 },
  { op: 'unsubscribe', id: 1 },
  { op: 'pause' },
  { op: 'resume' },
])('%j is understood as it is', (message) => {
  expect(JSON.parse(JSON.stringify(parse(message)))).toEqual(message);
});

test('nothing else gets in: further members are left out', () => {
  const message = `{"op":"follow","id":1,"__proto__":{"x":1},"object":${JSON.stringify({ ...SOURCE, name: 'a', evil: 1 })}}`;
  expect(JSON.stringify(parseClientMessage(message))).toBe(
    JSON.stringify({ op: 'follow', id: 1, object: { ...SOURCE, name: 'a' } }),
  );
});

test('namespaces are each told once', () => {
  const message = parse({ op: 'view', id: 1, turn: 1, view: { namespaces: ['b', 'a', 'b'] } });
  expect(message).toMatchObject({ view: { namespaces: ['a', 'b'] } });
});

test('whatever a tab sends is understood or refused, with the id when there was one', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          op: fc.constantFrom('subscribe', 'view', 'window', 'follow', 'resync', 'x', '__proto__', 7),
          id: fc.oneof(fc.integer(), fc.anything()),
          turn: fc.anything(),
          source: fc.oneof(fc.constant(SOURCE), fc.object()),
          view: fc.oneof(
            fc.object({ key: fc.constantFrom('labelSelector', 'fieldSelector', 'search', 'sort') }),
            fc.anything(),
          ),
          window: fc.oneof(fc.constant({ offset: 0, limit: 1 }), fc.anything()),
          object: fc.anything(),
        },
        { requiredKeys: ['op'] },
      )
      .map((message) => {
        try {
          return JSON.stringify(message) ?? '';
        } catch {
          return '';
        }
      }),
  );
  fc.assert(
    fc.property(hostile, (text) => {
      try {
        const message = parseClientMessage(text);
        if (message.op === 'subscribe') expect(message.window.limit).toBeLessThanOrEqual(LIVE_LIMITS.window);
      } catch (error) {
        expect(error).toBeInstanceOf(MessageError);
      }
    }),
  );
});

test('a refusal says which subscription it was about', () => {
  expect(() => parse({ op: 'window', id: 7, window: {} })).toThrow(expect.objectContaining({ id: 7 }));
});
