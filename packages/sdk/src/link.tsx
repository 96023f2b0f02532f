import { useIntentPrefetch } from '@luban/kernel/react';
import type { ComponentProps, ReactNode } from 'react';
import { Link as RouterLink, type To } from 'react-router';
import type { RouteTarget } from './route-target.ts';
import { useRouteOf, useRouteUrls } from './use-route-url.ts';

export interface LinkProps extends Omit<ComponentProps<typeof RouterLink>, 'to'> {
  /** A page by its route id, or a URL path. */
  to: RouteTarget | To;
}

/**
 * A link within the console. The page's code is fetched when the pointer or the focus has rested on it for a moment.
 * When nobody provides the page, its text stays as plain text.
 */
export function Link({ to, children, ...rest }: LinkProps): ReactNode {
  const target = isRouteTarget(to) ? to : undefined;
  const urlOf = useRouteUrls();
  const routeOf = useRouteOf();
  const handlers = useIntentPrefetch(target && routeOf(target));
  const url = isRouteTarget(to) ? urlOf(to) : to;
  if (url === undefined) return <span aria-disabled="true">{children}</span>;
  return (
    <RouterLink to={url} {...handlers} {...rest}>
      {children}
    </RouterLink>
  );
}

function isRouteTarget(to: RouteTarget | To): to is RouteTarget {
  return typeof to === 'object' && 'route' in to;
}
