import { type Readable, Transform } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UpgradedConnection, UpstreamResponse } from '../../clusters/cluster-connection.ts';
import { codeOf } from '../../clusters/connection-failure.ts';
import { Refusal } from '../../refusal.ts';
import { takeUpgrade, wantsUpgrade } from '../../upgrades.ts';
import { whenIdentityEnds } from '../when-identity-ends.ts';
import { answerHeaders } from './answer-headers.ts';
import type { Exchange, Exchanges, Permission } from './exchanges.ts';
import { type Asked, explainFailure } from './explain-failure.ts';
import { type HeaderMap, headerMapOf, headerRecord } from './header-map.ts';
import { type PassedAnswer, pour } from './pour.ts';
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
  /** May change or refuse the answer. */
  onAnswer?(answer: PassedAnswer): Promise<PassedAnswer> | PassedAnswer;
}

/** Bytes of a request to a backend. What is larger goes elsewhere than through a console. */
export const LARGEST_BODY = 256 * 2 ** 20;

const WITHOUT_BODY = new Set(['GET', 'HEAD', 'OPTIONS']);

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
  const body = WITHOUT_BODY.has(method) ? undefined : bodyOf(request);
  if (body === undefined) headers.delete('content-length');
  // Browsers that write say so themselves; an announced length that is too large need not be tried.
  if (Number(headers.get('content-length')?.[0] ?? 0) > LARGEST_BODY) throw tooLarge();
  const sent = { method, path, headers: { host: upstream.host, ...headerRecord(headers) }, body, signal };
  const response = await upstream.request(sent).catch((error: unknown) => {
    // A connection that was kept may have been closed at the other end just when it was to be used again.
    if (!WITHOUT_BODY.has(method) || signal.aborted || !CLOSED.has(codeOf(error))) throw error;
    return upstream.request(sent);
  });
  return sendAnswer(reply, passed, response);
}

const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

function bodyOf(request: FastifyRequest): Readable | undefined {
  const { headers } = request.raw;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || WITHOUT_BODY.has(request.method)) return undefined;
  let seen = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > LARGEST_BODY) done(tooLarge());
      else done(null, chunk);
    },
  });
  const { raw } = request;
  raw.once('aborted', () => limited.destroy(new Error('The client has gone')));
  limited.on('error', () => {});
  // Nobody reads it any more: the client gets rid of the rest, and reads the answer then.
  limited.on('close', () => raw.unpipe(limited).resume());
  return raw.pipe(limited);
}

function tooLarge(): Refusal {
  return new Refusal(413, 'LB5010', { what: 'The request', limit: `${LARGEST_BODY / 2 ** 20} MB` });
}

async function sendAnswer(
  reply: FastifyReply,
  passed: PassedRequest,
  response: UpstreamResponse,
): Promise<FastifyReply> {
  const trusted = passed.trusted === true;
  const plain: PassedAnswer = {
    status: response.status,
    headers: answerHeaders(headerMapOf(response.headers), { trusted }),
    body: response.body,
  };
  // Whoever reads a part of it may stop before its end.
  response.body.on('error', () => {});
  try {
    const answer = (await passed.onAnswer?.(plain)) ?? plain;
    if (answer.status < 200) throw new Refusal(502, 'LB5406', { ...passed.asked, reason: `status ${answer.status}` });
    if (trusted) reply.removeHeader('x-frame-options');
    pour(reply, answer);
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
  join(request, reply, result.connection, exchange);
  return reply;
}

/** From here on bytes go both ways until one side ends. */
function join(request: FastifyRequest, reply: FastifyReply, connection: UpgradedConnection, exchange: Exchange): void {
  const { socket: far, head: farHead } = connection;
  const { socket: near, head: nearHead } = takeUpgrade(request, reply);
  const end = () => {
    exchange[Symbol.dispose]();
    near.destroy();
    far.destroy();
  };
  for (const socket of [near, far]) {
    socket.on('close', end);
    socket.on('error', end);
  }
  exchange.signal.addEventListener('abort', end, { once: true });
  // It may all have been over while the backend made up its mind.
  if (near.destroyed || exchange.signal.aborted) {
    end();
    return;
  }
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'];
  for (const [name, value] of Object.entries(connection.headers)) {
    if (value !== undefined && /^sec-websocket-/.test(name)) lines.push(`${name}: ${String(value)}`);
  }
  if ('setTimeout' in near && typeof near.setTimeout === 'function') near.setTimeout(0);
  near.write(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  if (farHead.length > 0) near.write(farHead);
  if (nearHead.length > 0) far.write(nearHead);
  near.pipe(far);
  far.pipe(near);
}
