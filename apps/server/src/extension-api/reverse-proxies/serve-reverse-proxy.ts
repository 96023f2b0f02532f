import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ClusterHandle } from '../../clusters/cluster-registry.ts';
import type { Identity } from '../../identity/identity.ts';
import { Refusal } from '../../refusal.ts';
import { ownerOf } from '../extension-object.ts';
import { requireServable } from '../unservable.ts';
import { endpointName } from '../upstream/endpoint.ts';
import type { Exchanges } from '../upstream/exchanges.ts';
import { type Asked, explainFailure } from '../upstream/explain-failure.ts';
import type { HeaderMap } from '../upstream/header-map.ts';
import { passOn } from '../upstream/pass-on.ts';
import type { PassedAnswer } from '../upstream/pour.ts';
import { refuseParts } from '../upstream/refuse-parts.ts';
import { forwardableHeaders, setRemoteUser } from '../upstream/request-headers.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import { type Directives, rewriteTarget, strip } from './directives.ts';
import { applyHeaderDirectives } from './header-directives.ts';
import type { PlaceholderSource } from './placeholders.ts';
import type { ReverseProxy } from './reverse-proxy.ts';
import { isSound, type Target } from './uri-directives.ts';
import { leadBack } from './wrap-transport.ts';

export interface ServeOptions {
  upstreams: Upstreams;
  exchanges: Exchanges;
  cluster: ClusterHandle;
  identity: Identity;
  /** Canonical. */
  path: string;
  query: string | undefined;
  /** Looks for the right once more. */
  askAgain(): Promise<unknown>;
}

/** Passes a request on as the directives say. Whether it may be made was decided before, for the path as it came. */
export async function serveReverseProxy(
  request: FastifyRequest,
  reply: FastifyReply,
  proxy: ReverseProxy,
  options: ServeOptions,
): Promise<FastifyReply> {
  const { upstreams, exchanges, cluster, identity, askAgain } = options;
  requireServable(proxy, options.path);
  if (!proxy.trusted) refuseParts(request);
  const { endpoint, directives } = proxy.route!;
  const asked: Asked = {
    object: `ReverseProxy ${proxy.name}`,
    owner: ownerOf(proxy),
    upstream: endpointName(endpoint),
  };
  const came: Target = { path: options.path, query: options.query };
  const method = directives.method ?? request.method;
  const stripped = strip(came, directives);
  const headers = forwardableHeaders(request);
  const source = placeholderSource(request, new Map(headers), { method, ...stripped });
  applyHeaderDirectives(headers, directives.headerUp, source);
  if (directives.authProxy) setRemoteUser(headers, identity);
  // Pages have to be read to be changed.
  if (directives.wrapTransport) headers.delete('accept-encoding');
  const target = rewriteTarget(stripped, directives, source);
  if (!isSound(target)) {
    throw new Refusal(400, 'LB5407', {
      path: target.path.slice(0, 200),
      reason: 'directives made an unsound path of it',
    });
  }
  const upstream = reach();
  return passOn(request, reply, exchanges, {
    upstream,
    permission: { uid: proxy.uid, cluster: cluster.name, identity, askAgain },
    asked,
    method,
    path: target.query === undefined ? target.path : `${target.path}?${target.query}`,
    headers,
    trusted: proxy.trusted,
    onAnswer: (answer) => changeAnswer(answer, { directives, asked, source, origin: upstream.name, came }),
  });

  function reach() {
    try {
      return upstreams.reach(endpoint, cluster.connection);
    } catch (error) {
      throw explainFailure(error, asked);
    }
  }
}

/** Directives read what may go on; the header of who asks too, but only where they name it. */
function placeholderSource(
  request: FastifyRequest,
  forwardable: HeaderMap,
  { method, path, query }: Target & { method: string },
): PlaceholderSource {
  return {
    method,
    path,
    query,
    scheme: request.protocol,
    host: request.headers.host ?? '',
    remoteAddress: request.ip,
    header: (name) => (name === 'authorization' ? request.headers.authorization : forwardable.get(name)?.[0]),
  };
}

interface AnswerContext {
  directives: Directives;
  asked: Asked;
  source: PlaceholderSource;
  /** Of the backend. */
  origin: string;
  came: Target;
}

function changeAnswer(
  answer: PassedAnswer,
  { directives, asked, source, origin, came }: AnswerContext,
): PassedAnswer | Promise<PassedAnswer> {
  const isRedirect = answer.status >= 300 && answer.status < 400 && answer.headers.has('location');
  if (isRedirect && directives.rejectForwardingRedirects) {
    throw new Refusal(502, 'LB5406', { ...asked, reason: 'it redirects, which the proxy does not pass on' });
  }
  applyHeaderDirectives(answer.headers, directives.headerDown, source);
  if (!directives.wrapTransport) return answer;
  return leadBack(answer, { origin, prefix: directives.stripPathPrefix ?? '', came: came.path });
}
