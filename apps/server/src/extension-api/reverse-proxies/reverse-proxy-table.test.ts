import type { KubeObject } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReverseProxy } from './reverse-proxy.ts';
import { reverseProxyTable } from './reverse-proxy-table.ts';

interface Shape {
  name: string;
  path: string;
  method?: string;
  owner?: string;
  second?: number;
  state?: string;
}

const proxyOf = ({ name, path, method = '*', owner, second = 0, state = 'Available' }: Shape) =>
  readReverseProxy({
    apiVersion: 'extensions.kubesphere.io/v1alpha1',
    kind: 'ReverseProxy',
    metadata: {
      name,
      uid: name,
      creationTimestamp: `2026-01-01T00:00:0${second}Z`,
      labels: owner === undefined ? {} : { 'kubesphere.io/extension-ref': owner },
    },
    spec: { matcher: { path, method }, upstream: { url: 'http://tide.example' } },
    status: { state },
  } as KubeObject);

const table = (...shapes: Shape[]) => reverseProxyTable(shapes.map(proxyOf));
const told = (...shapes: Shape[]) =>
  table(...shapes).conflicts.map(({ code, winner, loser }) => `${code} ${winner.name} ${loser.name}`);

test.each<[string, Shape[], string[]]>([
  [
    'one path',
    [
      { name: 'b', path: '/proxy/x', owner: 'p' },
      { name: 'a', path: '/proxy/x', owner: 'q', second: 1 },
    ],
    ['LB5410 b a'],
  ],
  [
    'one path of one second',
    [
      { name: 'b', path: '/proxy/x' },
      { name: 'a', path: '/proxy/x' },
    ],
    ['LB5410 a b'],
  ],
  [
    'one path of one owner',
    [
      { name: 'a', path: '/proxy/x', owner: 'p' },
      { name: 'b', path: '/proxy/x', owner: 'p' },
    ],
    ['LB5410 a b'],
  ],
  [
    'a path and its prefix',
    [
      { name: 'a', path: '/proxy/x', owner: 'p' },
      { name: 'b', path: '/proxy/x*', owner: 'p' },
    ],
    [],
  ],
  [
    'two methods',
    [
      { name: 'a', path: '/proxy/x', method: 'GET', owner: 'p' },
      { name: 'b', path: '/proxy/x', method: 'POST', owner: 'q' },
    ],
    [],
  ],
  [
    'a method and all, of one owner',
    [
      { name: 'a', path: '/proxy/x', method: '*', owner: 'p' },
      { name: 'b', path: '/proxy/x', method: 'get', owner: 'p' },
    ],
    [],
  ],
  [
    'a method and all, of two owners',
    [
      { name: 'a', path: '/proxy/x', method: 'GET', owner: 'p' },
      { name: 'b', path: '/proxy/x', method: '*', owner: 'q' },
    ],
    ['LB5410 a b'],
  ],
  [
    'a method taken out of all',
    [
      { name: 'a', path: '/proxy/x', owner: 'p' },
      { name: 'b', path: '/proxy/x', method: 'GET', owner: 'q' },
    ],
    ['LB5410 a b'],
  ],
  [
    'a disabled one',
    [
      { name: 'a', path: '/proxy/x', owner: 'p', state: 'Disabled' },
      { name: 'b', path: '/proxy/x', owner: 'q' },
    ],
    [],
  ],
  [
    'a narrower one of another owner',
    [
      { name: 'a', path: '/proxy/x/*', owner: 'p' },
      { name: 'b', path: '/proxy/x/y/*', owner: 'q', second: 1 },
    ],
    ['LB5412 a b'],
  ],
  [
    'an older narrower one',
    [
      { name: 'a', path: '/proxy/x/*', owner: 'p', second: 1 },
      { name: 'b', path: '/proxy/x/y/*', owner: 'q' },
    ],
    [],
  ],
  [
    'a narrower one of the same owner',
    [
      { name: 'a', path: '/proxy/x/*', owner: 'p' },
      { name: 'b', path: '/proxy/x/y/*', owner: 'p' },
    ],
    [],
  ],
  [
    'one beside',
    [
      { name: 'a', path: '/proxy/x/*', owner: 'p' },
      { name: 'b', path: '/proxy/xy/*', owner: 'q' },
    ],
    [],
  ],
])('%s', (_, shapes, expected) => {
  expect(told(...shapes)).toEqual(expected);
  expect(told(...shapes.toReversed())).toEqual(expected);
});

test('who has a request does not depend on the order in which proxies are found, and is the most specific', () => {
  const path = fc.constantFrom(
    '/proxy/a',
    '/proxy/a*',
    '/proxy/a/*',
    '/proxy/a/b',
    '/proxy/a/b/*',
    '/proxy/*',
    '/proxy/ab*',
  );
  const shape = fc.record({
    path,
    method: fc.constantFrom('*', 'GET', 'POST'),
    owner: fc.constantFrom('p', 'q'),
    second: fc.integer({ min: 0, max: 3 }),
    state: fc.constantFrom('Available', 'Disabled'),
  });
  const shapes = fc.array(shape, { maxLength: 8 }).map((list) => list.map((one, i) => ({ ...one, name: `n${i}` })));
  const request = fc.tuple(
    fc.constantFrom('GET', 'POST', 'PUT'),
    fc.constantFrom('/proxy/a', '/proxy/a/b', '/proxy/a/b/c', '/proxy/abc', '/proxy/z'),
  );
  fc.assert(
    fc.property(shapes, request, (list, [method, at]) => {
      const { find, conflicts } = table(...list);
      const found = find(method, at);
      expect(table(...list.toReversed()).find(method, at)?.name).toBe(found?.name);
      const losers = new Set(conflicts.filter(({ code }) => code === 'LB5410').map(({ loser }) => loser.name));
      const specificity = (wanted: string) => (wanted.endsWith('*') ? wanted.length - 1 : 1_000);
      const rivals = list.filter(({ name, path: wanted, method: verb, state }) => {
        const meets = wanted.endsWith('*') ? at.startsWith(wanted.slice(0, -1)) : at === wanted;
        return meets && state === 'Available' && (verb === '*' || verb === method) && !losers.has(name);
      });
      if (rivals.length === 0) return;
      const { path: prefix, isPrefix } = found!.matcher;
      const most = Math.max(...rivals.map((rival) => specificity(rival.path)));
      expect(isPrefix ? prefix.length : 1_000).toBeGreaterThanOrEqual(most);
    }),
  );
});
