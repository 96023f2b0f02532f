import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveRow } from './live-row.ts';
import type { LiveDelta, LiveSnapshot, LiveWindow } from './protocol.ts';
import { TableStore } from './table-store.ts';
import { windowDelta } from './window-delta.ts';

const row = (key: string, version = '1'): LiveRow => ({
  key,
  name: `name-${key}`,
  cells: [key, version],
  created: '2026-01-01T00:00:00Z',
  version,
  labels: {},
});

/** A list as the gateway has it: any rows in any order. */
const list = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 3 })), {
    selector: ([key]) => key,
    maxLength: 40,
  })
  .map((entries) => entries.map(([key, version]) => row(String(key), String(version))));
const window = fc.record({ offset: fc.integer({ min: 0, max: 45 }), limit: fc.integer({ min: 0, max: 25 }) });

const slice = (rows: readonly LiveRow[], { offset, limit }: LiveWindow) => ({
  offset,
  rows: rows.slice(offset, offset + limit),
});

function snapshot(rows: readonly LiveRow[], at: LiveWindow, seq: number): LiveSnapshot {
  return { type: 'snapshot', id: 1, seq, turn: 0, columns: [], total: rows.length, ...slice(rows, at) };
}

test('after any deltas the window equals a fresh list', () => {
  fc.assert(
    fc.property(list, window, fc.array(fc.tuple(list, window), { maxLength: 8 }), (first, at, steps) => {
      const store = new TableStore();
      expect(store.apply(snapshot(first, at, 1))).toBe('applied');
      let told = slice(first, at);
      let seq = 1;
      for (const [rows, next] of steps) {
        const wanted = slice(rows, next);
        const delta = windowDelta(told, wanted);
        told = wanted;
        if (delta !== undefined) {
          // As it arrives: through JSON.
          const message: LiveDelta = JSON.parse(
            JSON.stringify({ type: 'delta', id: 1, seq: ++seq, total: rows.length, ...delta }),
          );
          expect(store.apply(message)).toBe('applied');
        }
        expect(store.rows).toEqual(wanted.rows);
        expect(store.offset).toBe(wanted.offset);
        for (const [i, expected] of wanted.rows.entries()) expect(store.row(next.offset + i)).toEqual(expected);
        expect(store.row(next.offset - 1)).toBeUndefined();
      }
    }),
  );
});

test('a row that moves is named, and one that changes in place is sent alone', () => {
  const before = { offset: 0, rows: ['a', 'b', 'c', 'd'].map((key) => row(key)) };
  expect(windowDelta(before, { offset: 0, rows: ['d', 'a', 'b', 'c'].map((key) => row(key)) })).toEqual({
    offset: 0,
    placed: [[0, 'd']],
  });
  expect(windowDelta(before, { offset: 0, rows: [row('a'), row('b', '2'), row('c'), row('d')] })).toEqual({
    offset: 0,
    changed: [row('b', '2')],
  });
  expect(windowDelta(before, { offset: 0, rows: ['a', 'b', 'c', 'd'].map((key) => row(key)) })).toBeUndefined();
});

test('a gap is told once, and nothing is believed until the next snapshot', () => {
  const store = new TableStore();
  const rows = [row('a'), row('b')];
  const all = { offset: 0, limit: 10 };
  store.apply(snapshot(rows, all, 1));
  const delta = (seq: number): LiveDelta => ({ type: 'delta', id: 1, seq, total: 1, offset: 0, removed: ['a'] });
  expect(store.apply(delta(3))).toBe('gap');
  expect(store.apply(delta(4))).toBe('waiting');
  expect(store.rows).toEqual(rows);
  expect(store.apply(snapshot([row('b')], all, 5))).toBe('applied');
  expect(store.rows).toEqual([row('b')]);
});

test.each<[string, Partial<LiveDelta>]>([
  ['removes what is not there', { removed: ['z'] }],
  ['moves what is not there', { placed: [[0, 'z']] }],
  ['changes what is not there', { changed: [row('z')] }],
  ['leaves a hole', { placed: [[7, row('z')]] }],
])('a delta that %s asks for a snapshot', (_, steps) => {
  const store = new TableStore();
  store.apply(snapshot([row('a')], { offset: 0, limit: 10 }, 1));
  expect(store.apply({ type: 'delta', id: 1, seq: 2, total: 1, offset: 0, ...steps })).toBe('gap');
  expect(store.rows).toEqual([row('a')]);
});

test('what did not change stays the same object', () => {
  const store = new TableStore();
  const rows = ['a', 'b', 'c'].map((key) => row(key));
  store.apply(snapshot(rows, { offset: 0, limit: 10 }, 1));
  store.apply({ type: 'delta', id: 1, seq: 2, total: 3, offset: 0, changed: [row('b', '2')] });
  expect(store.row(0)).toBe(rows[0]);
  expect(store.row(2)).toBe(rows[2]);
});
