import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChallenges } from './challenge.ts';

const plain = (header: string) =>
  parseChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);

test.each<[string, unknown[]]>([
  ['Basic', [['basic', {}]]],
  ['Basic realm="x"', [['basic', { realm: 'x' }]]],
  [
    'Bearer realm="https://auth.example/token",service="registry.example",scope="repository:a/b:pull,push"',
    [
      [
        'bearer',
        { realm: 'https://auth.example/token', service: 'registry.example', scope: 'repository:a/b:pull,push' },
      ],
    ],
  ],
  ['bearer Realm=https, service = "a \\"b\\" \\\\"', [['bearer', { realm: 'https', service: 'a "b" \\' }]]],
  [
    'Negotiate, Basic realm="a, b", Bearer realm="c"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'a, b' }],
      ['bearer', { realm: 'c' }],
    ],
  ],
  ['Bearer realm="never ends', [['bearer', {}]]],
  ['Bearer realm=', [['bearer', {}]]],
  ['=x', []],
  ['', []],
])('%s', (header, expected) => {
  expect(plain(header)).toEqual(expected);
});

test('whatever a server sends ends, and sets nothing on objects', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (header) => Array.isArray(parseChallenges(header))));
  expect(parseChallenges(`Bearer ${'a="\\'.repeat(100_000)}`).length).toBeLessThan(10_000);
  expect([...parseChallenges('Bearer __proto__="x"')[0]!.parameters]).toEqual([['__proto__', 'x']]);
});
