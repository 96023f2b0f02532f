import { expect, test } from 'vitest';
import { cellText } from './cell-text.ts';
import type { LiveCell, LiveRow } from './live-row.ts';

const NOW = Date.parse('2026-01-01T00:10:00Z');
const row: LiveRow = { key: 'k', name: 'n', cells: [], created: '2026-01-01T00:00:00Z', version: '1', labels: {} };
const column = { name: 'C', type: 'string', priority: 0 };

test.each<[LiveCell | undefined, string]>([
  ['Running', 'Running'],
  [3, '3'],
  [false, 'false'],
  [null, ''],
  [undefined, ''],
  [{ at: NOW - 60_000 }, '60s'],
  [{ at: NOW - 60_000, text: '5' }, '5 (60s ago)'],
])('%j says %j', (cell, text) => {
  expect(cellText(column, row, cell, NOW)).toBe(text);
});

test('the age is told from when the object was made, and grows', () => {
  const age = { ...column, format: 'age' };
  expect(cellText(age, row, null, NOW)).toBe('10m');
  expect(cellText(age, row, null, NOW + 60_000)).toBe('11m');
  expect(cellText(age, { ...row, created: '' }, null, NOW)).toBe('');
});

test('a cluster whose clock is ahead has objects that were made just now', () => {
  expect(cellText({ ...column, format: 'age' }, row, null, NOW - 20 * 60_000)).toBe('0s');
  expect(cellText(column, row, { at: NOW + 600_000 }, NOW)).toBe('0s');
});
