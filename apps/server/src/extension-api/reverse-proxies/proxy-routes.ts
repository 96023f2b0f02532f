import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterRegistry } from '../../clusters/cluster-registry.ts';
import { pathOf } from '../../errors.ts';
import { identityOf } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import { requireRight } from '../../rights/access-reviews.ts';
import type { Rights } from '../../rights/rights.ts';
import { ofCluster } from '../cluster-failure.ts';
import type { ExtensionObjects } from '../extension-objects.ts';
import { requestPath } from '../request-path.ts';
import type { Exchanges } from '../upstream/exchanges.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { serveReverseProxy } from './serve-reverse-proxy.ts';

export interface ProxyOptions {
  clusters: ClusterRegistry;
  objects: ExtensionObjects;
  rights: Rights;
  upstreams: Upstreams;
  exchanges: Exchanges;
}

/** `/proxy/…`: what ReverseProxy objects lead to, for those who may ask for the path. */
export function registerProxyRoutes(app: FastifyInstance, options: ProxyOptions): void {
  app.all('/proxy/*', async (request, reply) => answerProxy(request, reply, options));
}

async function answerProxy(request: FastifyRequest, reply: FastifyReply, options: ProxyOptions): Promise<FastifyReply> {
  const { clusters, objects, rights, upstreams, exchanges } = options;
  const identity = identityOf(request);
  const { path, query } = requestPath(request);
  const proxy = objects.reverseProxies.find(request.method, path);
  if (proxy === undefined) throw new Refusal(404, 'LB5005', { path: pathOf(request) });
  const { host } = clusters;
  const action = { cluster: host.name, verb: request.method.toLowerCase(), path };
  const askAgain = () => ofCluster(host.name, requireRight(rights, identity, action));
  await askAgain();
  return serveReverseProxy(request, reply, proxy, {
    ...{ upstreams, exchanges, identity, path, query, askAgain },
    cluster: host,
  });
}
