import { describe, expect, it } from 'vitest';
import { indexOf, menuOf, routeOf } from './navigation.testing.ts';
import { firstPage, switchContext } from './switch-context.ts';

const pods = routeOf('acme/pods', 'cluster', 'pods');
const pod = routeOf('acme/pod', 'cluster', 'pods/:namespace/:name');
const logs = routeOf('acme/logs', 'cluster', 'logs/*');
const projectPods = routeOf('acme/project-pods', 'project', 'pods');
const index = indexOf({
  routes: [pods, pod, logs, projectPods],
  menus: [menuOf('acme/group', 'cluster'), menuOf('acme/logs', 'cluster.group', { route: 'acme/logs' })],
});

describe('switchContext', () => {
  it('stays on the same page in another cluster', () => {
    expect(switchContext(index, pods, { cluster: 'b' })).toBe('/clusters/b/pods');
    expect(switchContext(index, logs, { cluster: 'b' })).toBe('/clusters/b/logs');
  });

  it('leaves a page about one object for its list', () => {
    expect(switchContext(index, pod, { cluster: 'b' })).toBe('/clusters/b/pods');
  });

  it('goes to the first page that has a menu when the kind of place changes', () => {
    expect(switchContext(index, projectPods, { cluster: 'b' })).toBe('/clusters/b/logs');
    expect(switchContext(index, undefined, { cluster: 'b' })).toBe('/clusters/b/logs');
  });

  it('goes to the place itself when nothing is known there', () => {
    expect(switchContext(index, pods, { workspace: 'team' })).toBe('/workspaces/team');
    expect(switchContext(index, pods, {})).toBe('/');
  });
});

describe('firstPage', () => {
  it("prefers the mount's own page", () => {
    const home = routeOf('acme/home', 'cluster', '');
    expect(firstPage(indexOf({ ...index, routes: [...index.routes, home] }), 'cluster', { cluster: 'a' })).toBe(
      '/clusters/a',
    );
  });
});
