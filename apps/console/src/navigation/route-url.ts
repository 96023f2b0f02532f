import type { IndexRoute, RouteMount } from '@luban/manifest';
import { mountPath, type UrlContext } from './url-context.ts';

/** Where a route is found in a context, or which part the context lacks for it to be found. */
export type RouteUrl = { to: string } | { needs: keyof UrlContext } | undefined;

/** Undefined for a route with parameters of its own: such a page is only reached from another one. */
export function routeUrl(route: IndexRoute, context: UrlContext): RouteUrl {
  const own = route.path.split('/').filter((segment) => segment !== '' && segment !== '*');
  if (own.some((segment) => segment.startsWith(':') && !segment.endsWith('?'))) return undefined;
  const prefix = mountPath(route.mount, context);
  if (prefix === undefined) return { needs: missingPart(route.mount, context) };
  const path = own.filter((segment) => !segment.startsWith(':')).join('/');
  return { to: path === '' ? prefix || '/' : `${prefix}/${path}` };
}

export function routeKey(route: { extension: string; id: string }): string {
  return `${route.extension}/${route.id}`;
}

function missingPart(mount: RouteMount, context: UrlContext): keyof UrlContext {
  if (mount === 'workspace') return 'workspace';
  return context.cluster === undefined ? 'cluster' : 'project';
}
