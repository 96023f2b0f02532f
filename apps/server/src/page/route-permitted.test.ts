import type { IndexRoute, RightsDocument } from '@luban/manifest';
import { expect, test } from 'vitest';
import { placeOf } from './place-of.ts';
import { routePermitted } from './route-permitted.ts';

const route = (mount: IndexRoute['mount'], when?: string) => ({ mount, ...(when && { when }) }) as IndexRoute;
const documents: RightsDocument[] = [
  {
    place: { cluster: 'host' },
    rules: [[['list'], [''], ['nodes']]],
    complete: true,
    kinds: { 'a.example/v1/A': true },
  },
  { place: { cluster: 'far' }, rules: [], complete: false },
  { place: { cluster: 'host', project: 'shop' }, rules: [[['list'], [''], ['pods']]], complete: true },
];
const rights = { stamp: '1', host: 'host', documents };

test.each([
  ['project', undefined, '/clusters/host/projects/shop', true],
  ['project', "can('list', 'pods')", '/clusters/host/projects/shop', true],
  ['project', "can('list', 'nodes')", '/clusters/host/projects/shop', false],
  ['cluster', "can('list', 'nodes')", '/clusters/host/x', true],
  ['cluster', "can('list', 'pods')", '/clusters/host/x', false],
  ['cluster', "can('list', 'pods')", '/clusters/far/x', undefined],
  ['cluster', "can('list', 'pods')", '/clusters/unknown/x', undefined],
  ['access', "can('list', 'nodes')", '/access/x', true],
  ['root', "hasResource('a.example/v1/A')", '/x', true],
  ['root', "hasResource('toString')", '/x', undefined],
  ['cluster', "cluster == 'host'", '/clusters/host/x', true],
] as const)('%s %s at %s: %s', (mount, when, path, permitted) => {
  expect(routePermitted(route(mount, when), placeOf(path), rights)).toBe(permitted);
});

test.each([
  ['/clusters/a/projects/b/pods', { cluster: 'a', project: 'b' }],
  ['/clusters/a', { cluster: 'a' }],
  ['/workspaces/w/x', { workspace: 'w' }],
  ['/', {}],
  ['/clusters', {}],
  ['/clusters/..%2f/x', {}],
  ['/clusters/__proto__', {}],
])('%s is in %j', (path, place) => {
  expect(placeOf(path)).toEqual(place);
});
