import type { IndexRoute, MenuSlot, RightsPlace, RouteMount } from '@luban/manifest';
import type { UrlContext } from './url-context.ts';

/** Whose rights count for what leads to a mount: those in the project, workspace or cluster, or else in the host. */
export function rightsPlace(mount: RouteMount | MenuSlot, { cluster, workspace, project }: UrlContext): RightsPlace {
  if (mount === 'project') return { cluster, project };
  if (mount === 'cluster') return { cluster };
  return mount === 'workspace' ? { workspace } : {};
}

/** A menu counts where it leads to; one without a page, where it stands. */
export function menuPlace(slot: MenuSlot, route: IndexRoute | undefined, context: UrlContext): RightsPlace {
  return rightsPlace(route?.mount ?? slot, context);
}
