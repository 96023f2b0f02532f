import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSafePath } from './file-path.ts';

test.each(['a', 'a/b.js', 'assets/page-1.js', '.hidden', 'a/..b', 'ü/中.json'])('%s is safe', (path) => {
  expect(isSafePath(path)).toBe(true);
});

test.each([
  '',
  '/',
  '/a',
  'a/',
  'a//b',
  '.',
  '..',
  '../a',
  'a/../b',
  'a/.',
  'C:\\a',
  'c:a',
  'a\\..\\b',
  'a\0b',
  'a\nb',
  '~1/a',
  'a/~x',
])('%j is not', (path) => {
  expect(isSafePath(path)).toBe(false);
});

test('a safe path stays below its folder on every system', () => {
  const piece = fc.constantFrom('/', '\\', '.', '..', 'a', 'C:', '\0', ' ', '~');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
      const path = pieces.join('');
      fc.pre(isSafePath(path));
      expect(posix.resolve('/data', path).startsWith('/data/')).toBe(true);
      expect(win32.resolve('C:\\data', path).startsWith('C:\\data\\')).toBe(true);
    }),
  );
});
