import type { Duplex, Readable } from 'node:stream';
import { KubeClient, type Transport } from '@luban/kube/client';
import { Agent, type Dispatcher } from 'undici';
import type { Identity } from '../identity/identity.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';
import { impersonationHeaders } from './impersonation.ts';
import { LocalDispatcher } from './local-dispatcher.ts';
import { requestUpgrade, type UpgradeResult } from './upgrade-request.ts';

export type { UpgradedConnection, UpgradeResult } from './upgrade-request.ts';

type OutgoingHeaders = Record<string, string | readonly string[] | undefined>;

export interface UpstreamRequest {
  method: string;
  /** Path and query below the cluster's own, such as `/api/v1/pods?limit=500`. */
  path: string;
  headers?: OutgoingHeaders;
  body?: Readable | Uint8Array | string;
  /** Ends the exchange, streams included. */
  signal?: AbortSignal;
  /** Milliseconds until the answer has to begin. Default: 60,000. */
  answersWithin?: number;
}

export interface UpstreamResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Readable;
}

/** Told of every exchange, and may refuse it. */
export interface ConnectionMonitor {
  /** @throws when the exchange is not worth a try */
  admit(): void;
  answered(status: number): void;
  failed(error: unknown): void;
}

export interface ClusterConnectionOptions {
  /** Milliseconds to connect in. Default: 5,000. */
  connectsWithin?: number;
  /** Default: every exchange is tried. */
  monitor?: ConnectionMonitor;
}

/** A request whose answer goes to a handler as it comes, without a stream in between. */
export interface UpstreamExchange {
  method: string;
  path: string;
  /** Names and values in turn. */
  headers: readonly string[];
  body?: Readable | Uint8Array;
  /** As of `UpstreamRequest`; 0: the answer may begin at any time. */
  answersWithin?: number;
}

const CONNECTS_WITHIN = 5_000;
const ANSWERS_WITHIN = 60_000;

/** Connections to one cluster, made in LuBan's own name; `identity` lets it speak in somebody else's. */
export class ClusterConnection implements AsyncDisposable {
  readonly endpoint: ClusterEndpoint;
  readonly #monitor: ConnectionMonitor;
  #agent: Dispatcher;
  #isClosed = false;
  readonly #upgraded = new Set<Duplex>();
  readonly #origin: string;
  /** Path before all paths, without a slash at its end. */
  readonly #prefix: string;
  readonly #connectsWithin: number;

  constructor(endpoint: ClusterEndpoint, options: ClusterConnectionOptions = {}) {
    const { origin, pathname } = new URL(endpoint.server);
    this.endpoint = endpoint;
    this.#monitor = options.monitor ?? { admit() {}, answered() {}, failed() {} };
    this.#origin = origin;
    this.#prefix = pathname.replace(/\/+$/, '');
    this.#connectsWithin = options.connectsWithin ?? CONNECTS_WITHIN;
    this.#agent = this.#newAgent(1_024);
  }

  /** @throws when nothing answers; an answer of any status is none */
  async request(request: UpstreamRequest): Promise<UpstreamResponse> {
    this.#monitor.admit();
    try {
      const response = await this.#send(this.#agent, request);
      this.#monitor.answered(response.status);
      // Also keeps an error that comes after the reader has gone from ending the process.
      response.body.on('error', (error) => this.#monitor.failed(error));
      return response;
    } catch (error) {
      this.#monitor.failed(error);
      throw error;
    }
  }

  /** The same past the monitor and on a connection of its own, to find out whether the cluster answers. */
  async probe(request: UpstreamRequest): Promise<UpstreamResponse> {
    const agent = this.#newAgent(1);
    try {
      const response = await this.#send(agent, { ...request, headers: { ...request.headers, connection: 'close' } });
      response.body.on('error', () => {});
      void agent.close();
      return response;
    } catch (error) {
      void agent.destroy();
      throw error;
    }
  }

  /**
   * Has the answer given to the handler piece by piece. Failures are told to the handler.
   *
   * @throws what the monitor refuses with
   */
  async dispatch(exchange: UpstreamExchange, handler: Dispatcher.DispatchHandler): Promise<void> {
    this.#monitor.admit();
    const bearer = await this.#bearer();
    this.#agent.dispatch(
      {
        origin: this.#origin,
        path: `${this.#prefix}${exchange.path}`,
        method: exchange.method as Dispatcher.HttpMethod,
        headers: bearer === undefined ? [...exchange.headers] : [...exchange.headers, 'authorization', bearer],
        body: exchange.body,
        headersTimeout: exchange.answersWithin ?? ANSWERS_WITHIN,
      },
      monitored(handler, this.#monitor),
    );
  }

  /** Ends everything that is under way, which nobody would answer any more; new requests take new connections. */
  reset(reason: Error): void {
    const lost = this.#agent;
    if (!this.#isClosed) this.#agent = this.#newAgent(1_024);
    void lost.destroy(reason);
  }

  /** Asks for another protocol on the connection. @throws when nothing answers */
  async upgrade(request: Omit<UpstreamRequest, 'body'>): Promise<UpgradeResult> {
    this.#monitor.admit();
    try {
      const result = await requestUpgrade({
        ...{ answersWithin: ANSWERS_WITHIN, ...request },
        origin: this.#origin,
        path: `${this.#prefix}${request.path}`,
        headers: await this.#headers(request.headers),
        tls: tlsOptions(this.endpoint),
        connectsWithin: this.#connectsWithin,
      });
      this.#monitor.answered(result.upgraded ? 101 : result.response.status);
      if (result.upgraded) this.#keep(result.connection.socket);
      return result;
    } catch (error) {
      this.#monitor.failed(error);
      throw error;
    }
  }

  /** @param identity absent: LuBan itself */
  transport(identity?: Identity): Transport {
    const who = identity === undefined ? {} : impersonationHeaders(identity);
    return async ({ method, path, headers, body, signal }) => {
      const {
        status,
        headers: answered,
        body: stream,
      } = await this.request({
        method,
        path,
        headers: { ...headers, ...who },
        body,
        signal,
      });
      return {
        status,
        headers: Object.fromEntries(Object.entries(answered).map(([name, value]) => [name, String(value)])),
        async text() {
          const chunks: Buffer[] = [];
          for await (const chunk of stream) chunks.push(chunk as Buffer);
          return Buffer.concat(chunks).toString();
        },
        chunks: () => stream,
      };
    };
  }

  /** @param identity absent: LuBan itself */
  client(identity?: Identity): KubeClient {
    return new KubeClient(this.transport(identity), { userAgent: 'luban' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const socket of this.#upgraded) socket.destroy();
    await this.#agent.destroy();
  }

  #newAgent(connections: number): Dispatcher {
    const agent = new Agent({
      connections,
      pipelining: 1,
      // Streams of one browser must not wait for each other on a connection.
      allowH2: false,
      keepAliveTimeout: 30_000,
      bodyTimeout: 0,
      connect: { ...tlsOptions(this.endpoint), timeout: this.#connectsWithin },
    });
    const { local } = this.endpoint;
    return local === undefined ? agent : new LocalDispatcher(local, agent);
  }

  async #send(agent: Dispatcher, request: UpstreamRequest): Promise<UpstreamResponse> {
    const { method, path, headers, body, signal, answersWithin = ANSWERS_WITHIN } = request;
    const answer = await agent.request({
      origin: this.#origin,
      path: `${this.#prefix}${path}`,
      method: method as Dispatcher.HttpMethod,
      headers: await this.#headers(headers),
      body,
      signal,
      headersTimeout: answersWithin,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  /** Until it ends, which it does with the connection at the latest. */
  #keep(socket: Duplex): void {
    this.#upgraded.add(socket);
    socket.on('close', () => this.#upgraded.delete(socket));
    if (this.#isClosed) socket.destroy();
  }

  async #bearer(): Promise<string | undefined> {
    const { token } = this.endpoint;
    const bearer = typeof token === 'function' ? await token() : token;
    return bearer === undefined ? undefined : `Bearer ${bearer}`;
  }

  async #headers(headers: OutgoingHeaders = {}): Promise<Record<string, string | string[] | undefined>> {
    const authorization = await this.#bearer();
    return {
      ...(headers as Record<string, string | string[] | undefined>),
      ...(authorization !== undefined && { authorization }),
    };
  }
}

function monitored(handler: Dispatcher.DispatchHandler, monitor: ConnectionMonitor): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
    onResponseStart(controller, status, headers, text) {
      if (status >= 200) monitor.answered(status);
      handler.onResponseStart?.(controller, status, headers, text);
    },
    onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
    onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
    onResponseError(controller, error) {
      monitor.failed(error);
      handler.onResponseError?.(controller, error);
    },
  };
}

function tlsOptions({ ca, certificate, key, serverName, lookup }: ClusterEndpoint) {
  return { ca, cert: certificate, key, servername: serverName, lookup };
}
