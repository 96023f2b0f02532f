import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Duplex, Readable } from 'node:stream';
import { KubeClient, type Transport } from '@luban/kube/client';
import { Agent, type Dispatcher } from 'undici';
import type { Identity } from '../identity/identity.ts';
import type { ClusterEndpoint } from './cluster-endpoint.ts';
import { impersonationHeaders } from './impersonation.ts';

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

/** The cluster took the upgrade: what follows are bytes of the protocol that was agreed on. */
export interface UpgradedConnection {
  headers: IncomingMessage['headers'];
  socket: Duplex;
  /** What came with the answer already. */
  head: Buffer;
}

export type UpgradeResult =
  | { upgraded: true; connection: UpgradedConnection }
  | { upgraded: false; response: UpstreamResponse };

export interface ClusterConnectionOptions {
  /** Milliseconds to connect in. Default: 5,000. */
  connectsWithin?: number;
}

const CONNECTS_WITHIN = 5_000;
const ANSWERS_WITHIN = 60_000;

/** Connections to one cluster, made in LuBan's own name; `identity` lets it speak in somebody else's. */
export class ClusterConnection implements AsyncDisposable {
  readonly endpoint: ClusterEndpoint;
  readonly #agent: Agent;
  readonly #origin: string;
  /** Path before all paths, without a slash at its end. */
  readonly #prefix: string;
  readonly #connectsWithin: number;

  constructor(endpoint: ClusterEndpoint, { connectsWithin = CONNECTS_WITHIN }: ClusterConnectionOptions = {}) {
    const { origin, pathname } = new URL(endpoint.server);
    this.endpoint = endpoint;
    this.#origin = origin;
    this.#prefix = pathname.replace(/\/+$/, '');
    this.#connectsWithin = connectsWithin;
    this.#agent = new Agent({
      connections: 256,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      bodyTimeout: 0,
      connect: { ...tlsOptions(endpoint), timeout: connectsWithin },
    });
  }

  /** @throws when nothing answers; an answer of any status is none */
  async request(request: UpstreamRequest): Promise<UpstreamResponse> {
    const { method, path, body, signal, answersWithin = ANSWERS_WITHIN } = request;
    const {
      statusCode,
      headers,
      body: answer,
    } = await this.#agent.request({
      origin: this.#origin,
      path: `${this.#prefix}${path}`,
      method: method as Dispatcher.HttpMethod,
      headers: await this.#headers(request.headers),
      body,
      signal,
      headersTimeout: answersWithin,
    });
    return { status: statusCode, headers, body: answer };
  }

  /** Asks for another protocol on the connection. @throws when nothing answers */
  async upgrade({ method, path, headers, signal }: Omit<UpstreamRequest, 'body'>): Promise<UpgradeResult> {
    const { protocol, hostname, port } = new URL(this.#origin);
    const send = protocol === 'https:' ? tlsRequest : plainRequest;
    const own = await this.#headers(headers);
    return new Promise((resolve, reject) => {
      const outgoing = send({
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port: port || undefined,
        method,
        path: `${this.#prefix}${path}`,
        headers: definedHeaders(own),
        agent: false,
        timeout: this.#connectsWithin,
        signal,
        ...tlsOptions(this.endpoint),
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error('The cluster did not answer in time')));
      outgoing.on('error', reject);
      outgoing.on('upgrade', (answer, socket, head) => {
        socket.setTimeout(0);
        socket.on('error', () => socket.destroy());
        resolve({ upgraded: true, connection: { headers: answer.headers, socket, head } });
      });
      outgoing.on('response', (answer) => {
        answer.socket.setTimeout(0);
        resolve({ upgraded: false, response: { status: answer.statusCode!, headers: answer.headers, body: answer } });
      });
      outgoing.end();
    });
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
    await this.#agent.destroy();
  }

  async #headers(headers: OutgoingHeaders = {}): Promise<Record<string, string | string[] | undefined>> {
    const { token } = this.endpoint;
    const bearer = typeof token === 'function' ? await token() : token;
    return {
      ...(headers as Record<string, string | string[] | undefined>),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    };
  }
}

function tlsOptions({ ca, certificate, key, serverName, lookup }: ClusterEndpoint) {
  return { ca, cert: certificate, key, servername: serverName, lookup };
}

function definedHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );
}
