import {
  answerOf,
  evaluateWhen,
  type IndexRoute,
  placeKey,
  type RightsDocument,
  type RightsPlace,
  readQuestion,
} from '@luban/manifest';
import type { PageRights } from './page.ts';

/**
 * Whether a person may open the page of a route at a place, as far as what is written into the page tells: undefined when
 * it does not.
 */
export function routePermitted(
  { when, mount }: IndexRoute,
  place: RightsPlace,
  { host, documents }: PageRights,
): boolean | undefined {
  if (when === undefined) return true;
  const { cluster, workspace, project } = place;
  const at = (wanted: RightsPlace): RightsDocument | undefined =>
    documents.find((document) => placeKey(document.place) === placeKey(wanted));
  const places: Partial<Record<typeof mount, RightsPlace>> = {
    project: { cluster, project },
    cluster: { cluster },
    workspace: { workspace },
  };
  const document = at(places[mount] ?? { cluster: host });
  const kinds = at({ cluster: cluster ?? host })?.kinds ?? {};
  return evaluateWhen(when, {
    cluster: cluster ?? '',
    workspace: workspace ?? '',
    project: project ?? '',
    can: (verb, resource) => document && answerOf(document, readQuestion(verb, resource)),
    hasResource: (type) => (Object.hasOwn(kinds, type) ? kinds[type] : undefined),
  });
}
