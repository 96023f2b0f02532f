import { expect, test } from 'vitest';
import { bearerOf } from './bearer.ts';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['Basic eDp5', undefined],
  ['Bearerx', undefined],
  ['Bearer abc', 'abc'],
  ['bearer   abc ', 'abc'],
  ['Bearer', ''],
  ['Bearer ', ''],
  ['Bearer a b', ''],
  [`Bearer ${'a'.repeat(9_000)}`, ''],
])('%j holds %j', (authorization, token) => {
  expect(bearerOf({ headers: { authorization } })).toBe(token);
});
