/** TLS with HTTP/2 and HTTP/1.1, for the world. */
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { badRequest, requestEntityTooLarge, timeout, unknownResource, unsupportedMediaType } from '@luban/kube';
import { type ClientCertificate, clientCertificate } from '../auth/client-certificate.ts';
import type { RequestHeaders } from '../auth/request-headers.ts';
import type { ApiRequest, ApiResponse } from './api-request.ts';
import { PartedBody } from './parted-body.ts';
import { statusResponse } from './respond.ts';
import { responseSink } from './response-sink.ts';
import { sendParts } from './send-parts.ts';

/** What the listener hands requests to. */
export interface ApiHandler {
  /** Never rejects. */
  handle(request: ApiRequest): Promise<ApiResponse>;
  /** Takes the socket over. Never rejects. */
  upgrade(request: ApiRequest, socket: Duplex, head: Buffer): Promise<void>;
}

export interface ListenOptions {
  /** PEM. Absent: plain HTTP, for tests. */
  tls?: { key: string; cert: string; ca: string };
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Milliseconds within which a body has to be here; Kubernetes' own limit. Default: 60,000. */
  bodyWithin?: number;
  /** Several APIs may share a port, each under a prefix of its own. Returns the handler and the rest of the path. */
  route(path: string): { handler: ApiHandler; path: string } | undefined;
}

export interface Listener extends AsyncDisposable {
  readonly port: number;
}

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** Answers that are worth the time of packing; Kubernetes' own threshold. */
const PACK_FROM = 128 * 1024;
const BODY_WITHIN = 60_000;
/** Bytes. Commands and selectors stand in the query; proxies in front seldom let more pass. */
const LONGEST_HEAD = 128 * 1024;
const pack = promisify(gzip);
const unpack = promisify(gunzip) as (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

/** @throws the error of `listen`, such as EADDRINUSE */
export async function listen(options: ListenOptions): Promise<Listener> {
  const { tls, host, port } = options;
  const onRequest = (request: Request, response: Response) => void answer(request, response, options);
  const server =
    tls === undefined
      ? createPlainServer({ maxHeaderSize: LONGEST_HEAD }, onRequest)
      : createSecureServer(
          {
            ...tls,
            allowHTTP1: true,
            requestCert: true,
            rejectUnauthorized: false,
            minVersion: 'TLSv1.2',
            // Of HTTP/1.1; the types do not know that it is passed on.
            ...{ maxHeaderSize: LONGEST_HEAD },
            // A client keeps all its watches on one connection.
            settings: { maxConcurrentStreams: 4_000, initialWindowSize: 2 ** 20, maxHeaderListSize: LONGEST_HEAD },
            maxSessionMemory: 512,
          },
          onRequest,
        );
  const sockets = new Set<Socket>();
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    void answerUpgrade(request, socket, head, options);
  });
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function answer(request: Request, response: Response, options: ListenOptions): Promise<void> {
  const parsed = parse(request, options);
  const result = parsed === undefined ? NOT_HERE : await parsed.handler.handle(parsed.request);
  await send(request, response, result);
}

const NOT_HERE = statusResponse(unknownResource().status);

async function answerUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  options: ListenOptions,
): Promise<void> {
  const parsed = parse(request, options);
  if (parsed === undefined) socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  else await parsed.handler.upgrade(parsed.request, socket, head);
}

function parse(
  request: Request,
  { route, bodyWithin = BODY_WITHIN }: ListenOptions,
): { handler: ApiHandler; request: ApiRequest } | undefined {
  const url = request.url ?? '/';
  const mark = url.indexOf('?');
  const routed = route(mark < 0 ? url : url.slice(0, mark));
  if (routed === undefined) return undefined;
  const socket = socketOf(request);
  let body: Promise<Buffer> | undefined;
  return {
    handler: routed.handler,
    request: {
      method: request.method ?? 'GET',
      path: routed.path,
      query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
      headers: plainHeaders(request.headers),
      identity: identityHeaders(request.rawHeaders),
      get clientCertificate() {
        return certificateOf(socket);
      },
      remoteAddress: socket?.remoteAddress ?? '',
      body: (limit, took) => (body ??= readBody(request, { limit, took, within: bodyWithin })),
    },
  };
}

function socketOf(request: Request): Socket | undefined {
  return 'stream' in request ? (request.stream.session?.socket as Socket | undefined) : request.socket;
}

const certificates = new WeakMap<Socket, () => ClientCertificate | undefined>();

/** Read once for each connection: it costs more than the rest of a request. */
function certificateOf(socket: Socket | undefined): ClientCertificate | undefined {
  // HTTP/2 hands out a stand-in for the socket, which knows what it is asked for but not what it has.
  if (socket === undefined || (socket as TLSSocket).authorized === undefined) return undefined;
  let known = certificates.get(socket);
  if (known === undefined) {
    known = remembered(() => clientCertificate(socket as TLSSocket));
    certificates.set(socket, known);
  }
  return known();
}

/** The value, or the error, of the first call. */
function remembered<T>(call: () => T): () => T {
  try {
    const value = call();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function plainHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

/** @param raw names and values in turn */
export function identityHeaders(raw: readonly string[]): RequestHeaders {
  const headers: Record<string, string[]> = {};
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase();
    if (name !== 'authorization' && !name.startsWith('impersonate-') && !name.startsWith('x-remote-')) continue;
    headers[name] ??= [];
    headers[name].push(raw[i + 1]!);
  }
  return headers;
}

interface BodyOptions {
  limit: number;
  took?: (bytes: number) => void;
  within: number;
}

async function readBody(request: Request, options: BodyOptions): Promise<Buffer> {
  const { limit, took } = options;
  const packed = await receive(request, options);
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return packed;
  if (encoding !== 'gzip') throw unsupportedMediaType(['gzip']);
  try {
    const unpacked = await unpack(packed, { maxOutputLength: limit });
    took?.(unpacked.length);
    return unpacked;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit);
    throw badRequest('the body of the request is not valid gzip');
  }
}

/** Leaves the stream open whatever happens: destroying it would close the connection before the answer is sent. */
function receive(request: Request, { limit, took, within }: BodyOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (request.destroyed && !request.readableEnded) return reject(wentAway());
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('close', gone).off('aborted', gone);
      act();
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) return settle(() => reject(tooLarge(limit)));
      try {
        took?.(chunk.length);
        chunks.push(chunk);
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const end = () => settle(() => resolve(Buffer.concat(chunks)));
    const gone = () => settle(() => reject(wentAway()));
    const timer = setTimeout(() => settle(() => reject(tooSlow())), within);
    request.on('data', take).on('end', end).on('close', gone).on('aborted', gone);
    // Stays: later errors must not go unheard.
    request.on('error', gone);
  });
}

const wentAway = () => badRequest('the client went away before the request was complete');
const tooSlow = () => timeout('the body of the request did not arrive in time');
const tooLarge = (limit: number) => requestEntityTooLarge(`Request entity too large: limit is ${limit}`);

async function send(request: Request, either: Response, result: ApiResponse): Promise<void> {
  // The two classes differ in their types alone for what is called here.
  const response = either as ServerResponse;
  if (response.destroyed) return;
  try {
    const { body } = result;
    if (typeof body === 'function') {
      response.writeHead(result.status, result.headers);
      response.flushHeaders();
      body(responseSink(either));
      return;
    }
    const packs = body.length > PACK_FROM && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const content = packs ? await pack(body instanceof PartedBody ? body.join() : body, { level: 1 }) : body;
    response.writeHead(result.status, {
      ...result.headers,
      'content-length': content.length,
      ...(packs && { 'content-encoding': 'gzip', vary: 'Accept-Encoding' }),
    });
    if (request.method === 'HEAD') response.end();
    else if (content instanceof PartedBody) await sendParts(response, content);
    else response.end(content);
    if (!request.complete) discardRest(request);
  } catch {
    // The client went away in between.
    response.destroy();
  }
}

const DISCARD_FOR = 2_000;

/** A body that nobody asked for, such as one that was too large, must not keep the connection from what comes next. */
function discardRest(request: Request): void {
  request.on('error', () => {});
  request.resume();
  const timer = setTimeout(() => {
    if ('stream' in request) request.stream.close();
    else request.destroy();
  }, DISCARD_FOR);
  request.once('end', () => clearTimeout(timer));
  request.once('close', () => clearTimeout(timer));
}
