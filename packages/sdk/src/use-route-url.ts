import { useExtensionScope, useKernel, useReadable } from '@luban/kernel/react';
import { type ComposedIndex, type IndexRoute, qualify, routePattern } from '@luban/manifest';
import { useCallback } from 'react';
import { fillPattern } from './fill-pattern.ts';
import type { RouteTarget } from './route-target.ts';
import { useShell } from './use-shell.ts';

/** URL of a page; undefined when nobody provides it, or when the context lacks the cluster or project it needs. */
export function useRouteUrl(target: RouteTarget): string | undefined {
  return useRouteUrls()(target);
}

/** As `useRouteUrl`, for targets that are not known before something is clicked. */
export function useRouteUrls(): (target: RouteTarget) => string | undefined {
  const routeOf = useRouteOf();
  const { cluster, workspace, project } = useShell();
  return useCallback(
    (target) => {
      const route = routeOf(target);
      const params = { cluster, workspace, project, ...target.params };
      const path = route && fillPattern(routePattern(route), params);
      return path && `${path}${target.search ?? ''}${target.hash ?? ''}`;
    },
    [routeOf, cluster, workspace, project],
  );
}

/** Finds the index's entry for a target; bare ids are the own extension's. */
export function useRouteOf(): (target: RouteTarget) => IndexRoute | undefined {
  const own = useExtensionScope()?.context.name ?? '';
  const routes = useReadable(useKernel().index, routesOf);
  return useCallback(({ route }) => routes.get(qualify(own, route)), [own, routes]);
}

const tables = new WeakMap<ComposedIndex, Map<string, IndexRoute>>();

function routesOf(index: ComposedIndex): Map<string, IndexRoute> {
  const known = tables.get(index);
  if (known) return known;
  const table = new Map(index.routes.map((route) => [`${route.extension}/${route.id}`, route]));
  tables.set(index, table);
  return table;
}
