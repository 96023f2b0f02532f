import { PassThrough, type Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dispatcher } from 'undici';
import type { ClusterHandle } from '../clusters/cluster-registry.ts';
import { codeOf, sentenceOf } from '../clusters/connection-failure.ts';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import { upstreamHeaders } from './request-headers.ts';
import { passedHeaders } from './response-headers.ts';
import { isLongRunning } from './upstream-path.ts';

export interface ProxyTarget {
  cluster: ClusterHandle;
  /** Path and query below the cluster's own. */
  path: string;
  /** Before them in what the client asked for: empty, or `/clusters/reef`. */
  prefix: string;
}

export interface ProxyOptions {
  /** Milliseconds until an answer has to begin that is not a stream. */
  answersWithin: number;
}

const HAS_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Bodies up to this many bytes are read first: a connection that fails then costs no answer. */
const SMALL = 64 * 1024;

/**
 * Passes a request on to a cluster in the name of its sender, and the answer back as it comes. Resolves when the answer
 * has begun.
 *
 * @throws Refusal when none did
 */
export async function proxyRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  identity: Identity,
  target: ProxyTarget,
  options: ProxyOptions,
): Promise<void> {
  const { method } = request;
  const hasBody = HAS_BODY.has(method);
  const body = hasBody ? await bodyOf(request) : undefined;
  const answersWithin = isLongRunning(target.path) ? 0 : options.answersWithin;
  const exchange = {
    ...{ method, path: target.path, body, answersWithin },
    headers: upstreamHeaders(request, identity, hasBody),
  };
  try {
    await answered(exchange, reply, target);
  } catch (error) {
    // A connection that was kept may have been closed at the other end just when it was to be used again.
    if (hasBody || !CLOSED.has(codeOf(error)) || reply.raw.destroyed) throw refusalOf(error, target, answersWithin);
    await answered(exchange, reply, target).catch((again: unknown) => {
      throw refusalOf(again, target, answersWithin);
    });
  }
}

const CLOSED = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

type Exchange = Parameters<ClusterHandle['connection']['dispatch']>[0];

function answered(exchange: Exchange, reply: FastifyReply, target: ProxyTarget): Promise<void> {
  return new Promise((resolve, reject) => {
    const relay = new Relay(reply, target, resolve, reject);
    target.cluster.connection.dispatch(exchange, relay).catch(reject);
  });
}

/** Writes what the cluster answers, at the pace of the client. */
class Relay implements Dispatcher.DispatchHandler {
  readonly #reply: FastifyReply;
  readonly #target: ProxyTarget;
  readonly #began: () => void;
  readonly #failed: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #hasWritten = false;
  #state: 'waiting' | 'passing' | 'dropping' | 'over' = 'waiting';

  constructor(reply: FastifyReply, target: ProxyTarget, began: () => void, failed: (error: unknown) => void) {
    this.#reply = reply;
    this.#target = target;
    this.#began = began;
    this.#failed = failed;
    reply.raw.on('close', this.#onClose);
    reply.raw.on('drain', this.#onDrain);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#reply.raw.destroyed) this.#onClose();
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    const { cluster, prefix } = this.#target;
    const { method, headers: asked } = this.#reply.request;
    if (status === 401) {
      this.#drop(new Refusal(502, 'LB5104', { cluster: cluster.name }));
      return;
    }
    if (method === 'GET' && asked['x-check-exist'] !== undefined && (status < 300 || status === 404)) {
      this.#drop(new Existence(status !== 404));
      return;
    }
    this.#state = 'passing';
    this.#reply.hijack();
    const { raw } = this.#reply;
    raw.writeHead(status, passedHeaders(this.#reply, headers, prefix));
    // With what came along; but a watch may have nothing to tell for long, and who watches wants to know that it stands.
    setImmediate(() => {
      if (!this.#hasWritten && this.#state === 'passing') raw.flushHeaders();
    });
    this.#began();
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#state !== 'passing') return;
    this.#hasWritten = true;
    if (!this.#reply.raw.write(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#release();
    if (this.#state === 'passing') this.#reply.raw.end();
    this.#state = 'over';
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#release();
    if (this.#state === 'waiting') this.#failed(error);
    // The client must not take what has come for the whole.
    else if (this.#state === 'passing') this.#reply.raw.destroy();
    this.#state = 'over';
  }

  readonly #onDrain = (): void => this.#controller?.resume();

  readonly #onClose = (): void => {
    if (this.#state !== 'over') this.#controller?.abort(new ClientGone());
  };

  /** Answers something of our own; the rest of the cluster's answer is let go. */
  #drop(outcome: Refusal | Existence): void {
    this.#state = 'dropping';
    if (outcome instanceof Existence) {
      void this.#reply.header('cache-control', 'no-store').send({ exist: outcome.exists });
      this.#began();
    } else {
      this.#failed(outcome);
    }
  }

  #release(): void {
    this.#reply.raw.off('close', this.#onClose);
    this.#reply.raw.off('drain', this.#onDrain);
  }
}

/** Source: the console of KubeSphere, which checks names this way without a 404 in the log of the browser. */
class Existence {
  readonly exists: boolean;
  constructor(exists: boolean) {
    this.exists = exists;
  }
}

class ClientGone extends Error {
  override name = 'ClientGone';
}

async function bodyOf({ raw }: FastifyRequest): Promise<Buffer | Readable | undefined> {
  const announced = raw.headers['content-length'];
  if (announced === undefined && raw.headers['transfer-encoding'] === undefined) return undefined;
  if (announced !== undefined && Number(announced) <= SMALL) {
    return buffer(raw).catch((error: unknown) => {
      throw new Refusal(400, 'LB5015', { reason: 'the body ended before its announced length' }, { cause: error });
    });
  }
  // In between, since a failed exchange destroys its body, and with the client's own stream goes its connection.
  const body = new PassThrough();
  raw.on('error', (error) => body.destroy(error));
  raw.on('aborted', () => body.destroy(new ClientGone()));
  body.on('error', () => {});
  // Nobody reads it any more: the client gets rid of the rest, and reads the answer then.
  body.on('close', () => raw.unpipe(body).resume());
  return raw.pipe(body);
}

export function refusalOf(error: unknown, { cluster, path }: ProxyTarget, answersWithin: number): Refusal {
  if (error instanceof Refusal) return error;
  const code = codeOf(error);
  const params = { cluster: cluster.name };
  if (code === 'UND_ERR_INVALID_ARG') return new Refusal(400, 'LB5107', { path: path.slice(0, 200) }, { cause: error });
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    return new Refusal(504, 'LB5105', { ...params, seconds: answersWithin / 1_000 }, { cause: error });
  }
  const reason = sentenceOf(error);
  if (code.startsWith('HPE_')) return new Refusal(502, 'LB5106', { ...params, reason }, { cause: error });
  return new Refusal(503, 'LB5103', { ...params, reason }, { cause: error, headers: { 'retry-after': '1' } });
}
