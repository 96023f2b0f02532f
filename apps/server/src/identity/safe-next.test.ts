import fc from 'fast-check';
import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test.each(['/', '/clusters/a/pods?x=1#y', '/settings', '/a//b'])('%s is kept', (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each([
  undefined,
  ['/a', '/b'],
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/..//evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  '/login?next=/login',
  `/${'a'.repeat(3_000)}`,
])('%j leads home', (next) => {
  expect(safeNext(next)).toBe('/');
});

test('the result never leaves the origin', () => {
  const piece = fc.constantFrom('/', '\\', '.', '..', '@', ':', '?', '#', '\t', '%2f', 'evil.example', 'http:', 'a');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const next = safeNext(`/${pieces.join('')}`);
      expect(new URL(next, 'https://console.example').origin).toBe('https://console.example');
    }),
  );
});
