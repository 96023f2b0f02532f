import { expect, it } from 'vitest';
import { cardAfter, columnsIn } from './card-grid-layout.ts';

it.each([
  [0, 1],
  [358, 1],
  [588, 2],
  [960, 3],
  [1_400, 4],
])('%i px have room for %i columns', (width, columns) => expect(columnsIn(width)).toBe(columns));

it.each([
  ['ArrowRight', 0, 1],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 1, 4],
  ['ArrowDown', 6, 7],
  ['ArrowUp', 1, undefined],
  ['ArrowUp', 4, 1],
  ['PageDown', 0, 6],
  ['Home', 5, 0],
  ['End', 0, 7],
  ['a', 0, undefined],
  ['toString', 0, undefined],
])('%s leads from card %i to %s', (key, from, to) => {
  expect(cardAfter(key, from, { columns: 3, rows: 2, total: 8 })).toBe(to);
});

it('leads nowhere where there are no cards', () => {
  expect(cardAfter('End', 0, { columns: 3, rows: 2, total: 0 })).toBeUndefined();
});
