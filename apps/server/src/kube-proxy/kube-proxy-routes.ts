import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { identityOf } from '../identity/identity.ts';
import { identityEnd } from '../identity/identity-end.ts';
import { Refusal } from '../refusal.ts';
import { wantsUpgrade } from '../upgrades.ts';
import { type ProxyTarget, proxyRequest } from './proxy-request.ts';
import { proxyUpgrade } from './proxy-upgrade.ts';
import { isLongRunning, upstreamPath } from './upstream-path.ts';

export interface KubeProxyOptions {
  clusters: ClusterRegistry;
  /** Milliseconds until an answer has to begin that is not a stream. Default: 60,000. */
  answersWithin?: number;
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const PATHS = ['/api', '/api/v1', '/api/v1/*', '/apis', '/apis/*', '/openapi/*', '/version'];
/** Of a member alone: at the top they are LuBan's own. */
const HEALTH = ['/healthz', '/healthz/*', '/livez', '/livez/*', '/readyz', '/readyz/*'];

/** The APIs of the clusters: the host's where a Kubernetes API has its own, each one's below `/clusters/<name>`. */
export function registerKubeProxy(app: FastifyInstance, { clusters, answersWithin = 60_000 }: KubeProxyOptions): void {
  const options = { answersWithin };

  async function pass(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const identity = identityOf(request);
    refuseParts(request);
    const target = targetOf(request, clusters);
    // What outlives the moment in which it was allowed ends with whoever it was allowed to.
    if (wantsUpgrade(request) || isLongRunning(target.path)) {
      identityEnd(request).addEventListener('abort', () => request.raw.socket.destroy());
    }
    if (wantsUpgrade(request)) await proxyUpgrade(request, reply, identity, target, options);
    else await proxyRequest(request, reply, identity, target, options);
    return reply;
  }

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies are the cluster's to read.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const routes = [...PATHS, ...[...PATHS, ...HEALTH].map((path) => `/clusters/:cluster${path}`)];
    for (const url of routes) {
      scope.route({ method: [...METHODS], url, exposeHeadRoute: false, handler: pass });
    }
  });
}

function targetOf(request: FastifyRequest, clusters: ClusterRegistry): ProxyTarget {
  const { cluster: name } = request.params as { cluster?: string };
  const cluster = name === undefined ? clusters.host : clusters.get(name);
  if (cluster === undefined) throw new Refusal(404, 'LB5100', { cluster: String(name).slice(0, 100) });
  const path = upstreamPath(request.url);
  const prefix = name === undefined ? '' : `/clusters/${encodeURIComponent(name)}`;
  return { cluster, path, prefix };
}

const DATA = new Set(['', 'empty', 'document', 'websocket']);

/** What a cluster serves, such as a service behind its proxy, is data to this origin, and never a part of its pages. */
function refuseParts({ headers, url }: FastifyRequest): void {
  const destination = String(headers['sec-fetch-dest'] ?? '').slice(0, 40);
  if (!DATA.has(destination))
    throw new Refusal(403, 'LB5108', { path: url.split('?', 1)[0]!.slice(0, 200), destination });
}
