import type { RouteMatch } from '@luban/kernel';
import { ExtensionRegion, ExtensionView, useReadable } from '@luban/kernel/react';
import { Route, Routes } from 'react-router';
import type { Page } from '../frame/use-page.ts';
import { useHost } from '../host/console-host.ts';
import { rightsPlace } from '../navigation/rights-place.ts';
import { HomeFallback } from './HomeFallback.tsx';
import { NotAllowed } from './NotAllowed.tsx';
import { NotFound } from './NotFound.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';
import { PageRouteContext } from './page-route.ts';

/** The page that the URL names: an extension's, or the shell's own word about why there is none. */
export function Content({ page }: { page: Page }) {
  const { match, pathname } = page;
  if (match === undefined) return pathname === '/' ? <HomeFallback page={page} /> : <NotFound page={page} />;
  return <RoutePage page={page} match={match} />;
}

function RoutePage({ page, match: { route, pattern } }: { page: Page; match: RouteMatch }) {
  const { kernel } = useHost();
  useReadable(kernel.rightsChanges);
  const place = rightsPlace(route.mount, page.place.context);
  const permitted = kernel.permitted(route, place);
  if (permitted === undefined) return <PageSkeleton title={route.title} shape={route.skeleton} />;
  if (!permitted) return <NotAllowed route={route} place={place} />;
  return (
    <ExtensionRegion>
      <PageRouteContext value={route}>
        <Routes>
          <Route
            path={pattern}
            element={
              <ExtensionView
                key={`${route.extension}/${route.id}`}
                extension={route.extension}
                reference={route.component}
                skeleton={<PageSkeleton title={route.title} shape={route.skeleton} />}
                cause={`route ${route.id}`}
              />
            }
          />
        </Routes>
      </PageRouteContext>
    </ExtensionRegion>
  );
}
