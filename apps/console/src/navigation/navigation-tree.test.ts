import { describe, expect, it } from 'vitest';
import { indexOf, menuOf, routeOf } from './navigation.testing.ts';
import { currentItem, groupRuns, navigationTree } from './navigation-tree.ts';

const view = { context: { cluster: 'main' }, visible: () => true };
const titles = (items: readonly { title: string }[]) => items.map((item) => item.title);

describe('navigationTree', () => {
  it('keeps the order of the index and only the slot that was asked for', () => {
    const index = indexOf({
      routes: [routeOf('a/x', 'root', 'x'), routeOf('b/y', 'root', 'y')],
      menus: [
        menuOf('b/y', 'global', { route: 'b/y' }),
        menuOf('a/x', 'global', { route: 'a/x' }),
        menuOf('c/z', 'cluster', { href: 'https://example.org' }),
      ],
    });
    expect(titles(navigationTree(index, 'global', view))).toEqual(['Menu y', 'Menu x']);
  });

  it('puts the second level below its parent, named with or without its extension', () => {
    const index = indexOf({
      menus: [
        menuOf('a/work', 'cluster'),
        menuOf('a/one', 'cluster.work', { href: 'https://example.org/1' }),
        menuOf('b/two', 'cluster.a.work', { href: 'https://example.org/2' }),
        menuOf('b/three', 'cluster.work', { href: 'https://example.org/3' }),
      ],
    });
    const [work, ...others] = navigationTree(index, 'cluster', view);
    expect(titles(work!.children)).toEqual(['Menu one', 'Menu two', 'Menu three']);
    expect(others).toEqual([]);
  });

  it('takes a bare id for an item of the same extension first', () => {
    const index = indexOf({
      menus: [
        menuOf('a/work', 'cluster', { title: 'Of a' }),
        menuOf('b/work', 'cluster', { title: 'Of b' }),
        menuOf('b/one', 'cluster.work', { href: 'https://example.org/1' }),
      ],
    });
    expect(titles(navigationTree(index, 'cluster', view))).toEqual(['Of b']);
  });

  it('moves a child up whose parent is not installed, and hides one whose parent is hidden', () => {
    const menus = [
      menuOf('a/work', 'cluster', { when: 'x' }),
      menuOf('a/one', 'cluster.work', { href: 'https://example.org/1' }),
      menuOf('a/two', 'cluster.gone.work', { href: 'https://example.org/2' }),
    ];
    const seen = { ...view, visible: (item: { when?: string }) => item.when === undefined };
    expect(titles(navigationTree(indexOf({ menus }), 'cluster', seen))).toEqual(['Menu two']);
  });

  it('leaves out empty groups and items whose page is not there', () => {
    const menus = [menuOf('a/empty', 'global'), menuOf('a/lost', 'global', { route: 'a/lost' })];
    expect(navigationTree(indexOf({ menus }), 'global', view)).toEqual([]);
  });

  it('keeps an item whose page needs a context that is not known', () => {
    const index = indexOf({
      routes: [routeOf('a/pods', 'project', 'pods')],
      menus: [menuOf('a/pods', 'global', { route: 'a/pods' })],
    });
    expect(navigationTree(index, 'global', view)[0]?.url).toEqual({ needs: 'project' });
  });
});

describe('currentItem', () => {
  const index = indexOf({
    routes: [
      routeOf('a/pods', 'cluster', 'pods'),
      routeOf('a/pod', 'cluster', 'pods/:name'),
      routeOf('a/home', 'root', ''),
    ],
    menus: [
      menuOf('a/home', 'cluster', { route: 'a/home' }),
      menuOf('a/group', 'cluster'),
      menuOf('a/pods', 'cluster.group', { route: 'a/pods' }),
    ],
  });
  const items = navigationTree(index, 'cluster', view);

  it('marks the matched page, on the second level too', () => {
    expect(currentItem(items, '/clusters/main/pods', index.routes[0])).toBe('a.pods');
    expect(currentItem(items, '/', index.routes[2])).toBe('a.home');
  });

  it('keeps the list marked on a page about one of its objects', () => {
    expect(currentItem(items, '/clusters/main/pods/web', index.routes[1])).toBe('a.pods');
  });

  it('marks the first page of a place for nothing but itself', () => {
    const first = indexOf({
      routes: [routeOf('a/overview', 'cluster', ''), routeOf('a/shell', 'cluster', 'shell')],
      menus: [menuOf('a/overview', 'cluster', { route: 'a/overview' })],
    });
    const lines = navigationTree(first, 'cluster', view);
    expect(currentItem(lines, '/clusters/main', first.routes[0])).toBe('a.overview');
    expect(currentItem(lines, '/clusters/main/shell', first.routes[1])).toBeUndefined();
  });

  it('marks nothing for a path that merely begins with the same letters, and never the home page by its slash', () => {
    expect(currentItem(items, '/clusters/main/pods-of-mine', undefined)).toBeUndefined();
  });
});

describe('groupRuns', () => {
  it('breaks where the group changes', () => {
    const items = navigationTree(
      indexOf({
        menus: ['x', 'x', 'y', undefined].map((group, at) =>
          menuOf(`a/${at}`, 'global', { group, href: 'https://example.org' }),
        ),
      }),
      'global',
      view,
    );
    expect(groupRuns(items).map((run) => run.length)).toEqual([2, 1, 1]);
  });
});
