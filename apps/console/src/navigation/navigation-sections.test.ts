import { describe, expect, it } from 'vitest';
import { indexOf, menuOf, routeOf } from './navigation.testing.ts';
import { navigationGates, navigationSections } from './navigation-sections.ts';
import { placeOf } from './url-context.ts';

const index = indexOf({
  routes: [
    routeOf('a/home', 'root', ''),
    routeOf('a/pods', 'cluster', 'pods'),
    routeOf('a/mine', 'project', 'mine'),
    routeOf('a/users', 'access', 'users'),
  ],
  menus: [
    menuOf('a/home', 'global', { route: 'a/home' }),
    menuOf('a/pods', 'cluster', { route: 'a/pods' }),
    menuOf('a/mine', 'project', { route: 'a/mine' }),
    menuOf('a/users', 'access', { route: 'a/users' }),
  ],
});
const at = (path: string) => {
  const place = placeOf(path);
  const view = { context: { cluster: 'main', ...place.context }, visible: () => true };
  return {
    sections: navigationSections(index, place, view).map(({ slot, subject }) => [slot, subject]),
    gates: navigationGates(index, place, view).map(({ slot, to }) => [slot, to]),
  };
};

describe('the menus of a place', () => {
  it('are the global ones and gates to the rest on pages outside of any', () => {
    expect(at('/notes')).toEqual({
      sections: [['global', undefined]],
      gates: [
        ['cluster', '/clusters/main/pods'],
        ['access', '/access/users'],
      ],
    });
  });

  it("are the cluster's in a cluster, the project's in a project", () => {
    expect(at('/clusters/eu/pods').sections).toEqual([
      ['global', undefined],
      ['cluster', 'eu'],
    ]);
    expect(at('/clusters/eu/projects/shop').sections).toEqual([
      ['global', undefined],
      ['project', 'shop'],
    ]);
  });

  it('have no gate to where one is, and none to what has no menus', () => {
    expect(at('/access/users').gates.map(([slot]) => slot)).toEqual(['cluster']);
    expect(at('/workspaces/team').sections).toEqual([['global', undefined]]);
  });
});
