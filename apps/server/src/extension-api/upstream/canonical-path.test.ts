import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalPath, segmentsOf } from './canonical-path.ts';

test.each([
  ['/proxy/tide/a', '/proxy/tide/a'],
  ['/proxy/%74ide/%41', '/proxy/tide/A'],
  ['/proxy/tide/a%2fb%20c', '/proxy/tide/a%2Fb%20c'],
  ['/proxy/tide/ü', '/proxy/tide/%FC'],
  ['/proxy/tide/%e4%bd%a0', '/proxy/tide/%E4%BD%A0'],
  ['/proxy/tide/...', '/proxy/tide/...'],
  ['/proxy/tide/.hidden', '/proxy/tide/.hidden'],
  ['/proxy/tide//x', '/proxy/tide//x'],
])('%s is %s', (url, path) => {
  expect(canonicalPath(url)).toEqual({ ok: true, path, query: undefined });
});

test('the query stays as it is, and only the path is in the other spelling', () => {
  expect(canonicalPath('/a%41?b=%41&c=../x')).toEqual({ ok: true, path: '/aA', query: 'b=%41&c=../x' });
  expect(canonicalPath('/a?')).toEqual({ ok: true, path: '/a', query: '' });
});

test.each([
  ['/proxy/a/../b', 'dots'],
  ['/proxy/a/./b', 'dots'],
  ['/proxy/a/..', 'dots'],
  ['/proxy/a/%2e%2E/b', 'dots'],
  ['/proxy/a/.%2e/b', 'dots'],
  ['/proxy/a%2f..%2fb', 'dots'],
  ['/proxy/a/..%5cb', 'dots'],
  ['/proxy/a\\..\\b', 'dots'],
  ['/proxy/a/%252e%252e/b', 'dots'],
  ['/proxy/a/%25252e%25252e/b', 'dots'],
  ['/proxy/a/..;x/b', 'dots'],
  ['/proxy/a/%2e%2e%3bx/b', 'dots'],
  ['/proxy/a%00b', 'control'],
  ['/proxy/a%0d%0ab', 'control'],
  ['/proxy/a%7f', 'control'],
  ['/proxy/a%', 'encoding'],
  ['/proxy/a%zz', 'encoding'],
  ['/proxy/a%2', 'encoding'],
])('%s is refused for its %s', (url, reason) => {
  expect(canonicalPath(url)).toEqual({ ok: false, reason });
});

test('a canonical path is its own canonical path, and made of visible ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'/.%2eEfF5cü?;a\\ ') }), (text) => {
      const once = canonicalPath(`/${text}`);
      if (!once.ok) return;
      expect(once.path).toMatch(/^[\x21-\x7e]*$/);
      expect(canonicalPath(once.path)).toEqual({ ok: true, path: once.path, query: undefined });
    }),
  );
});

test.each([
  ['/kapis/g/v1/x%20y', ['kapis', 'g', 'v1', 'x y']],
  ['/kapis/g/', ['kapis', 'g']],
  ['/kapis//g', undefined],
  ['/kapis/a%2Fb', undefined],
  ['/kapis/a%5Cb', undefined],
  ['/kapis/a\\b', undefined],
  ['/kapis/%FF', undefined],
])('the segments of %s are %j', (path, segments) => {
  expect(segmentsOf(path)).toEqual(segments);
});
