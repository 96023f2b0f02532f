import type { IndexRoute, RouteMount } from '@luban/manifest';
import { expect, test } from 'vitest';
import { matchRoute } from './match-route.ts';

const route = (mount: RouteMount, path: string) => ({ mount, path, id: `${mount}:${path}` }) as IndexRoute;
const routes = [
  route('root', ''),
  route('root', 'welcome'),
  route('cluster', 'pods'),
  route('cluster', 'pods/special'),
  route('cluster', ':kind'),
  route('project', ''),
  route('platformSettings', 'about'),
];

test.each([
  ['/', 'root:'],
  ['/welcome', 'root:welcome'],
  ['/WELCOME/deep/er', 'root:welcome'],
  ['/clusters/a/pods', 'cluster:pods'],
  ['/clusters/a/pods/x', 'cluster:pods'],
  ['/clusters/a/pods/special', 'cluster:pods/special'],
  ['/clusters/a/nodes', 'cluster::kind'],
  ['/clusters/a/projects/b', 'project:'],
  ['/settings/about', 'platformSettings:about'],
])('%s belongs to %s', (path, id) => {
  expect(matchRoute(routes, path)?.id).toBe(id);
});

test.each(['/nothing', '/clusters', '/clusters/a', '/settings'])('%s belongs to nobody', (path) => {
  expect(matchRoute(routes, path)).toBeUndefined();
});
