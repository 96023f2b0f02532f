import type { FastifyReply } from 'fastify';
import { requireScopeRight } from '../scope-right.ts';
import { WORKSPACE_LABEL } from './bind-object.ts';
import type { ServedRequest } from './dynamic-resources.ts';
import { kindFilters } from './kind-filters.ts';
import { listPage } from './list-page.ts';
import { parseListQuery } from './list-query.ts';

/**
 * A list in Kubernetes' form, whose `metadata` has what pages need: `continue` is the number of all objects that were
 * found, `remainingItemCount` the number of those behind this page. Source: KubeSphere 4.
 */
export async function answerList(reply: FastifyReply, served: ServedRequest): Promise<FastifyReply> {
  const { cluster, identity, asked, kind, lists, rights } = served;
  const query = parseListQuery(served.query, kindFilters(kind));
  // All namespaces are more than the sum of those that somebody may see: who may not list all is refused, not served less.
  const scope = await requireScopeRight({ rights, identity, cluster, asked, path: '' });
  const { namespace, workspace } = asked;
  const within = (await lists.of(kind)).filter(
    ({ metadata }) =>
      (namespace === undefined || metadata.namespace === namespace) &&
      (workspace === undefined || metadata.labels?.[WORKSPACE_LABEL] === workspace) &&
      (scope === 'everywhere' || scope.has(metadata.namespace ?? '')),
  );
  const { items, total, remaining } = listPage(within, query);
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({
        apiVersion: `${kind.group}/${kind.version}`,
        kind: kind.listKind,
        metadata: { continue: String(total), remainingItemCount: remaining },
        items,
      }),
    );
}
