import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpstreamResponse } from '../../clusters/cluster-connection.ts';
import { codeOf } from '../../clusters/connection-failure.ts';
import { Refusal } from '../../refusal.ts';
import { wantsUpgrade } from '../../upgrades.ts';
import { whenIdentityEnds } from '../when-identity-ends.ts';
import { answerHeaders } from './answer-headers.ts';
import type { Exchange, Exchanges, Permission } from './exchanges.ts';
import { type Asked, explainFailure } from './explain-failure.ts';
import { type HeaderMap, headerMapOf, headerRecord } from './header-map.ts';
import { joinSockets } from './join-sockets.ts';
import { type PassedAnswer, pour } from './pour.ts';
import { requestBody, WITHOUT_BODY } from './request-body.ts';
import type { Upstream } from './upstream.ts';

export interface PassedRequest {
  upstream: Upstream;
  /** What lets it pass. */
  permission: Permission;
  asked: Asked;
  method: string;
  /** Path and query there. */
  path: string;
  headers: HeaderMap;
  /** Pages of the backend may act as pages of the console. */
  trusted?: boolean;
  /** May change or refuse the answer, which is made harmless after that. */
  onAnswer?(answer: PassedAnswer): Promise<PassedAnswer> | PassedAnswer;
}

/** Passes a request on and its answer back, both as they come. Ends there when the client goes, or the object is disabled. */
export async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  exchanges: Exchanges,
  passed: PassedRequest,
): Promise<FastifyReply> {
  const lasts = isWebSocket(request);
  const exchange = exchanges.begin(passed.permission);
  whenIdentityEnds(request, reply, () => exchange.abort(new Error('The identity is no longer good')), { lasts });
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) exchange.abort(new Error('The client has gone'));
    exchange[Symbol.dispose]();
  });
  try {
    return lasts
      ? await upgrade(request, reply, passed, exchange)
      : await exchangeOnce(request, reply, passed, exchange);
  } catch (error) {
    exchange[Symbol.dispose]();
    if (exchange.signal.aborted) throw new Refusal(503, 'LB5401', { ...passed.asked, reason: 'it was broken off' });
    throw explainFailure(error, passed.asked);
  }
}

/** Other protocols are not offered: in a tunnel of HTTP/2 a client could say itself who it is. */
function isWebSocket(request: FastifyRequest): boolean {
  if (!wantsUpgrade(request)) return false;
  if (request.headers.upgrade?.trim().toLowerCase() === 'websocket') return true;
  // An upgrade is an offer that may be declined. Of a body that came with it nothing is known.
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  throw new Refusal(400, 'LB5408', { protocol: String(request.headers.upgrade ?? '').slice(0, 60) });
}

async function exchangeOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  passed: PassedRequest,
  { signal }: AbortController,
): Promise<FastifyReply> {
  const { upstream, method, path, headers } = passed;
  const body = WITHOUT_BODY.has(method) ? undefined : requestBody(request);
  if (body === undefined) headers.delete('content-length');
  const sent = { method, path, headers: { host: upstream.host, ...headerRecord(headers) }, body, signal };
  const response = await upstream.request(sent).catch((error: unknown) => {
    // A connection that was kept may have been closed at the other end just when it was to be used again.
    if (!WITHOUT_BODY.has(method) || signal.aborted || !CLOSED.has(codeOf(error))) throw error;
    return upstream.request(sent);
  });
  return sendAnswer(reply, passed, response);
}

const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

async function sendAnswer(
  reply: FastifyReply,
  passed: PassedRequest,
  response: UpstreamResponse,
): Promise<FastifyReply> {
  const trusted = passed.trusted === true;
  const plain: PassedAnswer = {
    status: response.status,
    headers: headerMapOf(response.headers),
    body: response.body,
  };
  // Whoever reads a part of it may stop before its end.
  response.body.on('error', () => {});
  try {
    const answer = (await passed.onAnswer?.(plain)) ?? plain;
    if (answer.status < 200) throw new Refusal(502, 'LB5406', { ...passed.asked, reason: `status ${answer.status}` });
    if (trusted) reply.removeHeader('x-frame-options');
    // Last, so that directives cannot bring back what a backend may not say.
    pour(reply, { ...answer, headers: answerHeaders(answer.headers, { trusted }) });
    return reply;
  } catch (error) {
    response.body.destroy();
    throw error;
  }
}

async function upgrade(
  request: FastifyRequest,
  reply: FastifyReply,
  passed: PassedRequest,
  exchange: Exchange,
): Promise<FastifyReply> {
  const { upstream, path, headers } = passed;
  headers.delete('content-length');
  const result = await upstream.upgrade({
    method: 'GET',
    path,
    headers: { host: upstream.host, ...headerRecord(headers), connection: 'Upgrade', upgrade: 'websocket' },
    signal: exchange.signal,
  });
  if (!result.upgraded) return sendAnswer(reply, passed, result.response);
  joinSockets(request, reply, result.connection, exchange);
  return reply;
}
