/** Passes a request on to something behind the API server, and its answer back. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type StatusError, serviceUnavailable } from '@luban/kube';
import type { UserInfo } from '../auth/user.ts';
import type { ApiRequest, ApiResponse, ResponseSink } from '../wire/api-request.ts';

/** Bytes: packages and pages go through proxies, not disks. */
const BODY_LIMIT = 16 * 2 ** 20;
const ANSWER_WITHIN = 30_000;
const REFUSAL_LIMIT = 10_000;

/** Headers of one hop, or of this server's own business. */
const NOT_FORWARDED = new Set([
  'authorization',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

export interface ForwardTarget {
  connect(): Duplex | undefined;
  /** Path and query there. */
  path: string;
  /** What the error says when nobody is there. */
  name: string;
  headers?: Readonly<Record<string, string | string[]>>;
  /** The error that an answer with another status than 2xx becomes. Default: it is passed on as it is. */
  refusal?(status: number, text: string): StatusError;
}

/** @throws StatusError 503 when nobody is there, and what `refusal` makes of other answers */
export async function forward(request: ApiRequest, target: ForwardTarget): Promise<ApiResponse> {
  const body = ['GET', 'HEAD'].includes(request.method) ? undefined : await request.body(BODY_LIMIT);
  const socket = target.connect();
  if (socket === undefined) throw unreachable(target);
  const outgoing = httpRequest({
    method: request.method,
    path: target.path,
    headers: {
      ...forwardedHeaders(request.headers),
      ...target.headers,
      host: 'localhost',
      ...(body !== undefined && { 'content-length': String(body.length) }),
    },
    createConnection: () => socket,
    timeout: ANSWER_WITHIN,
  });
  outgoing.on('timeout', () => outgoing.destroy(new Error('it did not answer in time')));
  outgoing.end(body);
  const response = await once(outgoing, 'response').then(
    ([first]) => first as IncomingMessage,
    (error: unknown) => {
      socket.destroy();
      throw unreachable(target, error);
    },
  );
  const status = response.statusCode ?? 502;
  if (target.refusal !== undefined && status >= 300) throw target.refusal(status, await shortText(response));
  outgoing.setTimeout(0);
  return { status, headers: responseHeaders(response), body: (sink) => pour(response, sink) };
}

/** As much of it as a sentence may take. */
async function shortText(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > REFUSAL_LIMIT) break;
  }
  return text.slice(0, REFUSAL_LIMIT);
}

export function forwardedHeaders(headers: ApiRequest['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !NOT_FORWARDED.has(name) &&
        !name.startsWith(':') &&
        !name.startsWith('impersonate-') &&
        !name.startsWith('x-remote-'),
    ),
  );
}

/** Who asks, as told to an aggregated API. Source: k8s.io/kube-aggregator, request header authentication. */
export function remoteUserHeaders({ username, groups, extra = {} }: UserInfo): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = { 'x-remote-user': username, 'x-remote-group': [...groups] };
  for (const [key, values] of Object.entries(extra)) {
    headers[`x-remote-extra-${encodeURIComponent(key).toLowerCase()}`] = [...values];
  }
  return headers;
}

function responseHeaders(response: IncomingMessage): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    // A page behind the proxy must not set cookies for, or redirect the browser within, the API server's own origin.
    if (value !== undefined && !NOT_FORWARDED.has(name) && name !== 'set-cookie') headers[name] = value;
  }
  return headers;
}

function pour(response: IncomingMessage, sink: ResponseSink): void {
  response.on('data', (chunk: Buffer) => {
    sink.write(chunk);
    if (sink.buffered > 2 ** 20) {
      response.pause();
      setTimeout(() => response.resume(), 10);
    }
  });
  response.on('end', () => sink.end());
  response.on('error', () => sink.end());
  sink.onClose(() => response.destroy());
}

function unreachable({ name }: ForwardTarget, error?: unknown) {
  const why = error instanceof Error ? error.message : 'nothing answers there';
  return serviceUnavailable(`error trying to reach ${name}: ${why}`);
}
