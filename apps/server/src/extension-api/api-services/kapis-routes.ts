import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterHandle, ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { pathOf } from '../../errors.ts';
import { identityOf } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import type { Rights } from '../../rights/rights.ts';
import type { DynamicResources } from '../dynamic-resources/dynamic-resources.ts';
import type { ExtensionObjects } from '../extension-objects.ts';
import type { PerCluster } from '../per-cluster.ts';
import { badPath, requestPath } from '../request-path.ts';
import { resourceRequest } from '../resource-request.ts';
import { requireScopeRight } from '../scope-right.ts';
import { segmentsOf } from '../upstream/canonical-path.ts';
import type { Exchanges } from '../upstream/exchanges.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { serveApiService } from './serve-api-service.ts';

export interface KapisOptions {
  clusters: ClusterRegistry;
  extensions: PerCluster<ExtensionObjects>;
  dynamic: DynamicResources;
  rights: Rights;
  upstreams: Upstreams;
  exchanges: Exchanges;
}

/**
 * `/kapis/<group>/<version>/…`, for the host and below `/clusters/<cluster>`: a backend that an APIService names, or else
 * the kinds whose definitions ask to be served.
 */
export function registerKapisRoutes(app: FastifyInstance, options: KapisOptions): void {
  const answer = (request: FastifyRequest, reply: FastifyReply) => answerKapis(request, reply, options);
  for (const url of ['/kapis/*', '/clusters/:cluster/kapis/*']) app.all(url, answer);
}

async function answerKapis(request: FastifyRequest, reply: FastifyReply, options: KapisOptions): Promise<FastifyReply> {
  const { extensions, dynamic, rights, upstreams, exchanges } = options;
  const identity = identityOf(request);
  const { path, query } = requestPath(request);
  const { cluster, below } = clusterOf(request, path, options.clusters);
  const segments = segmentsOf(below);
  if (segments === undefined) throw badPath(request, 'a part of it is empty, or holds a slash');
  const asked = resourceRequest(request.method, segments.slice(1), query);
  if (asked === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
  const objects = await extensions.of(cluster);
  const service = objects.apiServices.find(asked.group, asked.version);
  if (service === undefined) {
    requireReachable(cluster);
    return dynamic.answer(request, reply, { cluster, identity, asked, query });
  }
  const askAgain = () => requireScopeRight({ rights, identity, cluster, asked, path: below });
  await askAgain();
  const url = query === undefined ? below : `${below}?${query}`;
  return serveApiService(request, reply, service, { upstreams, exchanges, cluster, identity, url, askAgain });
}

/** What a cluster serves is not known while it is away: that something is not there cannot be said then. */
function requireReachable({ name, health }: ClusterHandle): void {
  if (health.state !== 'unreachable' && health.state !== 'refused') return;
  throw new Refusal(503, 'LB5103', { cluster: name, reason: health.reason ?? '' }, { headers: { 'retry-after': '1' } });
}

/** `/clusters/x/kapis/…`, or the older `/kapis/clusters/x/…`; the rest is as for the cluster alone. */
function clusterOf(
  request: FastifyRequest,
  path: string,
  clusters: ClusterRegistry,
): { cluster: ClusterHandle; below: string } {
  const [, before, after, rest] = /^(?:\/clusters\/([^/]+)\/kapis|\/kapis\/clusters\/([^/]+))(\/.*)$/.exec(path) ?? [];
  if (rest === undefined) return { cluster: clusters.host, below: path };
  const [name] = segmentsOf(before ?? after ?? '') ?? [];
  const cluster = name === undefined ? undefined : clusters.get(name);
  if (cluster === undefined) throw new Refusal(404, 'LB5100', { cluster: String(name ?? pathOf(request)) });
  return { cluster, below: `/kapis${rest}` };
}
