import { MOUNT_PATHS, type RouteMount } from './extension-manifest.ts';

/**
 * URL pattern of a route in react-router's syntax: the mount's prefix and the route's path. A route owns what lies below
 * it, so `/*` follows, except for a mount's own page (path `''`), which would otherwise catch every unknown URL.
 */
export function routePattern(route: { mount: RouteMount; path: string }): string {
  const prefix = MOUNT_PATHS[route.mount];
  if (route.path === '') return prefix || '/';
  return `${prefix}/${route.path}${/(?:^|\/)\*$/.test(route.path) ? '' : '/*'}`;
}

/** Equal for patterns that match the same URLs: names of parameters do not count. */
export function routeKey(route: { mount: RouteMount; path: string }): string {
  return routePattern(route)
    .split('/')
    .map((segment) => (segment.startsWith(':') ? ':' : segment.toLowerCase()))
    .join('/');
}
