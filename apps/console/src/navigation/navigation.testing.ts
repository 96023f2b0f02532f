import type { ComposedIndex, IndexMenu, IndexRoute } from '@luban/manifest';

/** An index with the given lists, for tests. */
export function indexOf(lists: Partial<ComposedIndex>): ComposedIndex {
  return {
    revision: 'r1',
    locale: 'en',
    host: 'h',
    extensions: [],
    routes: [],
    menus: [],
    slots: [],
    columns: [],
    tabs: [],
    actions: [],
    commands: [],
    services: [],
    settings: [],
    themes: [],
    quickAccess: [],
    slotDefinitions: [],
    conflicts: [],
    skipped: [],
    ...lists,
  };
}

/** `routeOf('acme/pods', 'cluster', 'pods')` */
export function routeOf(key: string, mount: IndexRoute['mount'], path: string): IndexRoute {
  const [extension, id] = key.split('/') as [string, string];
  return {
    extension,
    id,
    mount,
    path,
    title: `Page ${id}`,
    skeleton: 'page',
    prefetch: 'intent',
    component: `./${id}#default`,
  };
}

/** `menuOf('acme/pods', 'cluster', { route: 'acme/pods' })` */
export function menuOf(key: string, slot: string, more: Partial<IndexMenu> = {}): IndexMenu {
  const [extension, id] = key.split('/') as [string, string];
  return { extension, id, slot, title: `Menu ${id}`, ...more };
}
