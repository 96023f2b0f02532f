import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import type { Identity } from '../../identity/identity.ts';
import { ownerOf } from '../extension-object.ts';
import { requireServable } from '../unservable.ts';
import { endpointName } from '../upstream/endpoint.ts';
import type { Exchanges } from '../upstream/exchanges.ts';
import { explainFailure } from '../upstream/explain-failure.ts';
import { passOn } from '../upstream/pass-on.ts';
import { refuseParts } from '../upstream/refuse-parts.ts';
import { forwardableHeaders, setRemoteUser } from '../upstream/request-headers.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import type { ApiService } from './api-service.ts';

export interface ServeOptions {
  upstreams: Upstreams;
  exchanges: Exchanges;
  cluster: ClusterHandle;
  identity: Identity;
  /** Path and query, with which the backend is asked as well. */
  url: string;
  /** Looks for the right once more. */
  askAgain(): Promise<unknown>;
}

/** Passes a request on to the backend of a group and version. Whether it may be made was decided before. */
export async function serveApiService(
  request: FastifyRequest,
  reply: FastifyReply,
  service: ApiService,
  { upstreams, exchanges, cluster, identity, url, askAgain }: ServeOptions,
): Promise<FastifyReply> {
  requireServable(service, url.split('?', 1)[0]!);
  refuseParts(request);
  const endpoint = service.endpoint!;
  const asked = {
    object: `APIService ${service.name}`,
    owner: ownerOf(service),
    upstream: endpointName(endpoint),
  };
  const headers = forwardableHeaders(request);
  setRemoteUser(headers, identity);
  const upstream = reach();
  return passOn(request, reply, exchanges, {
    upstream,
    permission: { uid: service.uid, cluster: cluster.name, identity, askAgain },
    asked,
    method: request.method,
    path: url,
    headers,
  });

  function reach() {
    try {
      return upstreams.reach(endpoint, cluster.connection);
    } catch (error) {
      throw explainFailure(error, asked);
    }
  }
}
