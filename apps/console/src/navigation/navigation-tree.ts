import type { ComposedIndex, IndexMenu, IndexRoute, MenuSlot, RightsPlace } from '@luban/manifest';
import { type IndexLookup, lookupOf } from './index-lookup.ts';
import { menuPlace } from './rights-place.ts';
import { type RouteUrl, routeKey, routeUrl } from './route-url.ts';
import type { UrlContext } from './url-context.ts';

/** One line of a menu. Without target it is a group, which has children. */
export interface NavigationItem {
  /** `<extension>.<id>`, unique in the index. */
  key: string;
  extension: string;
  title: string;
  icon?: string;
  group?: string;
  route?: IndexRoute;
  url?: RouteUrl;
  command?: string;
  href?: string;
  children: NavigationItem[];
}

/** What a tree depends on beside the index. */
export interface NavigationView {
  context: UrlContext;
  /** What is left of an item's `when`, with the rights of the place that it leads to. */
  visible(item: { when?: string }, place: RightsPlace): boolean;
}

/**
 * The items of one slot, two levels deep, in the order of the index. Groups without a visible child are left out; so is
 * a child of a hidden parent. A child whose parent is not installed moves up, so that its page stays reachable.
 */
export function navigationTree(index: ComposedIndex, slot: MenuSlot, view: NavigationView): NavigationItem[] {
  const lookup = lookupOf(index);
  const menus = lookup.menus(slot);
  const parentOf = parentFinder(menus.filter((menu) => menu.slot === slot));
  const childrenOf = new Map<IndexMenu, NavigationItem[]>();
  const top: { menu: IndexMenu; item: NavigationItem }[] = [];

  for (const menu of menus) {
    const parent = menu.slot === slot ? undefined : parentOf(menu, menu.slot.slice(slot.length + 1));
    const place = menuPlace(slot, lookup.route(menu.route), view.context);
    const item = view.visible(menu, place) ? itemOf(menu, lookup, view) : undefined;
    if (item === undefined) continue;
    if (parent === undefined) top.push({ menu, item });
    else childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), item]);
  }
  for (const { menu, item } of top) item.children = childrenOf.get(menu) ?? [];
  return top.map(({ item }) => item).filter((item) => hasTarget(item) || item.children.length > 0);
}

/** Runs of neighbours with the same `group`, between which a hairline is drawn. */
export function groupRuns(items: readonly NavigationItem[]): NavigationItem[][] {
  const runs: NavigationItem[][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    if (run !== undefined && run[0]!.group === item.group) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

/**
 * Key of the item to be marked as current: the one of the matched route, or else the one whose URL is the longest
 * beginning of the path, so that a detail page keeps its list marked. The first page of a place is the beginning of
 * everything there, and marked for itself alone.
 */
export function currentItem(
  items: readonly NavigationItem[],
  pathname: string,
  matched: IndexRoute | undefined,
): string | undefined {
  const all = items.flatMap((item) => [item, ...item.children]);
  const exact = matched && all.find((item) => item.route && routeKey(item.route) === routeKey(matched));
  if (exact !== undefined) return exact.key;
  let best: { key: string; length: number } | undefined;
  for (const item of all) {
    const to = item.url && 'to' in item.url ? item.url.to : undefined;
    if (to === undefined || item.route?.path === '' || !(pathname === to || pathname.startsWith(`${to}/`))) continue;
    if (best === undefined || to.length > best.length) best = { key: item.key, length: to.length };
  }
  return best?.key;
}

function hasTarget(item: NavigationItem): boolean {
  return item.url !== undefined || item.command !== undefined || item.href !== undefined;
}

/** Undefined for an item that points to a route which is not in the index, or which has parameters of its own. */
function itemOf(menu: IndexMenu, lookup: IndexLookup, view: NavigationView): NavigationItem | undefined {
  const route = lookup.route(menu.route);
  const url = route && routeUrl(route, view.context);
  if (menu.route !== undefined && url === undefined) return undefined;
  return {
    key: `${menu.extension}.${menu.id}`,
    extension: menu.extension,
    title: menu.title,
    icon: menu.icon ?? route?.icon,
    group: menu.group,
    route,
    url,
    command: menu.command,
    href: menu.href,
    children: [],
  };
}

/** A parent is named `<extension>.<id>` or `<id>`; with a bare id an item of the same extension is meant first. */
function parentFinder(parents: readonly IndexMenu[]) {
  const qualified = new Map(parents.map((parent) => [`${parent.extension}.${parent.id}`, parent]));
  const bare = Map.groupBy(parents, (parent) => parent.id);
  return (child: IndexMenu, key: string): IndexMenu | undefined =>
    qualified.get(key) ?? qualified.get(`${child.extension}.${key}`) ?? bare.get(key)?.[0];
}
