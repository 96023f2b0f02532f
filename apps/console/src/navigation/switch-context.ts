import type { ComposedIndex, IndexRoute, RightsPlace, RouteMount } from '@luban/manifest';
import { lookupOf } from './index-lookup.ts';
import { rightsPlace } from './rights-place.ts';
import { routeUrl } from './route-url.ts';
import { mountPath, type UrlContext } from './url-context.ts';

type Shown = (item: { when?: string }, place: RightsPlace) => boolean;

const everything: Shown = () => true;

/**
 * Where a person lands who chooses another cluster, workspace or project: on the same page there. A page about one
 * object is left for the list it belongs to, because the object is not in the other place.
 *
 * @param current the route that is shown now
 * @param shown leaves out pages that are known not to be the person's there
 */
export function switchContext(
  index: ComposedIndex,
  current: IndexRoute | undefined,
  target: UrlContext,
  shown: Shown = everything,
): string {
  const mount = mountOf(target);
  const prefix = mountPath(mount, target) || '/';
  if (current?.mount === mount) {
    const same = nearestStaticRoute(index, current);
    const url = same && shown(same, rightsPlace(mount, target)) && routeUrl(same, target);
    if (url && 'to' in url) return url.to;
  }
  return firstPage(index, mount, target, shown) ?? prefix;
}

/** The mount's own page, or the first page that the slot of the same name has a menu item for. */
export function firstPage(
  index: ComposedIndex,
  mount: RouteMount,
  target: UrlContext,
  shown: Shown = everything,
): string | undefined {
  const place = rightsPlace(mount, target);
  const own = index.routes.find((route) => route.mount === mount && route.path === '' && shown(route, place));
  const lookup = lookupOf(index);
  const listed = lookup.menus(mount).find((menu) => menu.route !== undefined && shown(menu, place));
  const route = own ?? lookup.route(listed?.route);
  const url = route && routeUrl(route, target);
  return url && 'to' in url ? url.to : undefined;
}

function mountOf(target: UrlContext): RouteMount {
  if (target.project !== undefined) return 'project';
  if (target.cluster !== undefined) return 'cluster';
  return target.workspace !== undefined ? 'workspace' : 'root';
}

/** The route itself, or the one whose path is the longest parameterless beginning of its path. */
function nearestStaticRoute(index: ComposedIndex, route: IndexRoute): IndexRoute | undefined {
  const segments = staticSegments(route.path);
  for (let length = segments.length; length > 0; length--) {
    const path = segments.slice(0, length).join('/');
    const found = index.routes.find(
      (candidate) => candidate.mount === route.mount && candidate.path.replace(/\/?\*$/, '') === path,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function staticSegments(path: string): string[] {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '*');
  const parameter = segments.findIndex((segment) => segment.startsWith(':'));
  return parameter < 0 ? segments : segments.slice(0, parameter);
}
