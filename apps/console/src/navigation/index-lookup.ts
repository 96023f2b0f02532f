import type { ComposedIndex, IndexMenu, IndexRoute } from '@luban/manifest';
import { routeKey } from './route-url.ts';

/** Ways to find things in an index, made once for each: with a thousand extensions, searching lists would show. */
export interface IndexLookup {
  /** By `<extension>/<id>`. */
  route(key: string | undefined): IndexRoute | undefined;
  /** Menus of a first-level slot and below it, in order. */
  menus(slot: string): readonly IndexMenu[];
}

export function lookupOf(index: ComposedIndex): IndexLookup {
  let lookup = lookups.get(index);
  if (lookup === undefined) {
    const routes = new Map(index.routes.map((route) => [routeKey(route), route]));
    const menus = Map.groupBy(index.menus, (menu) => menu.slot.split('.', 1)[0]!);
    lookup = {
      route: (key) => (key === undefined ? undefined : routes.get(key)),
      menus: (slot) => menus.get(slot) ?? [],
    };
    lookups.set(index, lookup);
  }
  return lookup;
}

const lookups = new WeakMap<ComposedIndex, IndexLookup>();
