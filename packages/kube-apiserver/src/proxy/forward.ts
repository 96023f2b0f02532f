/** Passes a request on to something behind the API server, and its answer back. */
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { badRequest, type StatusError, serviceUnavailable } from '@luban/kube';
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
  if (socket === undefined || socket.destroyed) throw unreachable(target);
  const outgoing = httpRequest({
    method: request.method,
    path: target.path.replace(/[^\x21-\x7e]/g, encodeURIComponent),
    headers: {
      ...forwardedHeaders(request.headers),
      ...target.headers,
      host: 'localhost',
      ...(body !== undefined && { 'content-length': String(body.length) }),
    },
    createConnection: () => socket,
  });
  const response = await responseTo(outgoing, body).catch((error: unknown) => {
    socket.destroy();
    throw unreachable(target, error);
  });
  const status = response.statusCode ?? 502;
  if (target.refusal !== undefined && status >= 300) throw target.refusal(status, await shortText(response));
  return { status, headers: responseHeaders(response), body: (sink) => pour(response, sink) };
}

/** Sends the request. Whatever happens to the connection after the answer began is told by the answer itself. */
function responseTo(outgoing: ClientRequest, body: Buffer | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => outgoing.destroy(new Error('it did not answer in time')), ANSWER_WITHIN);
    outgoing.on('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    outgoing.on('error', reject);
    outgoing.on('close', () => {
      clearTimeout(timer);
      reject(new Error('it closed the connection without an answer'));
    });
    outgoing.end(body);
  });
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

/**
 * Who asks, as told to an aggregated API. Source: k8s.io/kube-aggregator, request header authentication.
 *
 * @throws StatusError 400 for names that no header can carry: without what is wrong in them they could be another's
 */
export function remoteUserHeaders({ username, groups, extra = {} }: UserInfo): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {
    'x-remote-user': headerValue(username),
    'x-remote-group': groups.map(headerValue),
  };
  for (const [key, values] of Object.entries(extra)) {
    headers[`x-remote-extra-${encodeURIComponent(key).toLowerCase()}`] = values.map(headerValue);
  }
  return headers;
}

/** UTF-8, in the form in which Node takes bytes. */
function headerValue(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f]/.test(text)) throw badRequest(`${JSON.stringify(text)} cannot be passed on in a header`);
  return Buffer.from(text).toString('latin1');
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
