/** The way of every request: who asks, what for, whether they may, and the answer. */
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { StatusError, unknownResource } from '@luban/kube';
import type { Authenticator } from '../auth/authenticator.ts';
import { forbiddenRequest } from '../auth/forbidden-message.ts';
import { impersonate } from '../auth/impersonation.ts';
import { ANONYMOUS, type Attributes, type UserInfo } from '../auth/user.ts';
import { type ForwardTarget, forward, remoteUserHeaders } from '../proxy/forward.ts';
import { portForwardTarget, proxyTarget, streamTarget } from '../proxy/pod-streams.ts';
import { tunnel } from '../proxy/tunnel.ts';
import { ObjectTooLarge, StoreUnavailable } from '../store/store-error.ts';
import type { ApiRequest, ApiResponse } from '../wire/api-request.ts';
import type { ApiHandler } from '../wire/listener.ts';
import { type RequestInfo, type ResourceRequest, requestInfo } from '../wire/request-info.ts';
import { statusOf, statusResponse } from '../wire/respond.ts';
import { withoutWatchPath } from '../wire/watch-path.ts';
import type { Documents } from './documents.ts';
import { limited } from './limits/limited.ts';
import { overloaded } from './limits/server-limits.ts';
import { checkScope, routeResource } from './resource-routes.ts';
import type { Call, ServerContext } from './server-context.ts';

export interface ApiHandlerOptions {
  server: ServerContext;
  authenticator: Authenticator;
  documents: Documents;
}

export function createApiHandler(options: ApiHandlerOptions): ApiHandler {
  const { server } = options;
  return {
    async handle(request) {
      const warnings = new Set<string>();
      try {
        return finish(await answer(options, withoutWatchPath(request), warnings), warnings);
      } catch (error) {
        return finish(statusResponse(reported(server, error)), warnings);
      }
    },
    async upgrade(request, socket, head) {
      try {
        const { target, user } = await upgradeTarget(options, request);
        if (!server.limits.tunnels.hasRoom(user.username)) throw overloaded();
        const headers = { ...target.headers, ...remoteUserHeaders(user) };
        if (!tunnel(request, socket, head, { ...target, headers })) {
          throw new StatusError({
            message: `error dialing backend: ${target.name} cannot be reached`,
            reason: 'ServiceUnavailable',
            code: 503,
          });
        }
        const seat = server.limits.tunnels.take(user.username);
        socket.once('close', () => seat[Symbol.dispose]());
      } catch (error) {
        refuseUpgrade(socket, statusResponse(reported(server, error)));
      }
    },
  };
}

async function answer(
  { server, authenticator, documents }: ApiHandlerOptions,
  request: ApiRequest,
  warnings: Set<string>,
) {
  const user = await whoAsks(server, authenticator, request);
  const info = requestInfo(request.method, request.path, request.query);
  allow(server, user, info);
  if (!info.isResource) return documents.answer(request);
  const type = server.registry.find(info.group, info.version, info.resource);
  if (type === undefined) {
    const aggregated = documents.aggregated(info.group, info.version);
    if (aggregated === undefined) throw unknownResource();
    return forward(request, aggregatedTarget(aggregated, request, user));
  }
  checkScope(type, info);
  if (type.deprecation !== undefined) warnings.add(type.deprecation);
  const serve = (request: ApiRequest) => routeResource({ server, request, info, type, user, warnings });
  return isLasting(info) ? serve(request) : limited(server.limits, server.clock, { request, user }, serve);
}

/** Takes as long as its client likes. */
function isLasting({ verb, subresource }: ResourceRequest): boolean {
  return verb === 'watch' || subresource === 'log' || subresource === 'proxy';
}

async function whoAsks(
  { authorizer }: ServerContext,
  authenticator: Authenticator,
  request: ApiRequest,
): Promise<UserInfo> {
  const signedIn =
    request.user ??
    (await authenticator.authenticate({ headers: request.identity, clientCertificate: request.clientCertificate }));
  return impersonate(signedIn ?? ANONYMOUS, request.identity, authorizer);
}

function allow({ authorizer }: ServerContext, user: UserInfo, info: RequestInfo): void {
  const attributes: Attributes = info.isResource ? { user, ...info } : { user, verb: info.verb, path: info.path };
  const { allowed, reason } = authorizer.authorize(attributes);
  if (allowed) return;
  throw forbiddenRequest(attributes, reason);
}

/** Where an aggregated API's request goes: the path as it came. */
function aggregatedTarget(target: Omit<ForwardTarget, 'path'>, request: ApiRequest, user: UserInfo): ForwardTarget {
  const query = request.query.toString();
  return {
    ...target,
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: remoteUserHeaders(user),
  };
}

async function upgradeTarget({ server, authenticator, documents }: ApiHandlerOptions, request: ApiRequest) {
  const user = await whoAsks(server, authenticator, request);
  const info = requestInfo(request.method, request.path, request.query);
  allow(server, user, info);
  if (!info.isResource) throw unknownResource();
  const type = server.registry.find(info.group, info.version, info.resource);
  if (type === undefined) {
    const aggregated = documents.aggregated(info.group, info.version);
    if (aggregated === undefined) throw unknownResource();
    return { target: aggregatedTarget(aggregated, request, user), user };
  }
  const call: Call = { server, request, info, type, user, warnings: new Set() };
  return { target: targetOf(call), user };
}

function targetOf(call: Call): ForwardTarget {
  const { info } = call;
  if (info.subresource === 'proxy') return proxyTarget(call);
  if (info.resource === 'pods' && (info.subresource === 'exec' || info.subresource === 'attach')) {
    return streamTarget(call, info.subresource);
  }
  if (info.resource === 'pods' && info.subresource === 'portforward') return portForwardTarget(call);
  throw unknownResource();
}

function refuseUpgrade(socket: Duplex, { status, headers, body }: ApiResponse): void {
  const content = body as Buffer;
  const head = Object.entries({ ...headers, 'content-length': content.length, connection: 'close' });
  socket.write(
    `HTTP/1.1 ${status} Refused\r\n${head.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`,
  );
  socket.end(content);
}

function finish(response: ApiResponse, warnings: ReadonlySet<string>): ApiResponse {
  const headers: Record<string, string | string[]> = { ...response.headers, 'audit-id': randomUUID() };
  if (warnings.size > 0) headers.warning = warningHeaders([...warnings]);
  return { ...response, headers };
}

/** Characters of all warnings, beyond which each is cut; Source: k8s.io/apiserver, endpoints/filters/warning.go. */
const MOST_OF_WARNINGS = 4_096;
const MOST_OF_A_LONG_WARNING = 256;

function warningHeaders(texts: readonly string[]): string[] {
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  const cut = total > MOST_OF_WARNINGS ? texts.map((text) => text.slice(0, MOST_OF_A_LONG_WARNING)) : texts;
  let left = MOST_OF_WARNINGS;
  return cut
    .filter((text) => {
      left -= text.length;
      return left >= 0;
    })
    .map((text) => `299 - ${quoted(text)}`);
}

function quoted(text: string): string {
  const safe = text.replace(/[^\x20-\x7e]/g, '?');
  return `"${safe.replace(/[\\"]/g, '\\$&')}"`;
}

/** The Status of an error; what nobody expected is told to the operator too. Of its own failures the store tells once. */
function reported(server: ServerContext, error: unknown) {
  const expected = error instanceof StatusError || error instanceof ObjectTooLarge || error instanceof StoreUnavailable;
  if (!expected) server.onError(error);
  return statusOf(error);
}
