import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import type { UpgradeResult, UpstreamRequest, UpstreamResponse } from '../../clusters/cluster-connection.ts';
import type { Upstream } from './upstream.ts';

export interface DirectUpstreamOptions {
  /** `https://tide.example:8443` */
  origin: string;
  /** PEM */
  ca?: string;
  insecure: boolean;
  /** Refuses addresses that must not be reached. */
  lookup: LookupFunction;
}

const CONNECTS_WITHIN = 5_000;
const ANSWERS_WITHIN = 60_000;

/** A backend that is reached by its own address. */
export class DirectUpstream implements Upstream, AsyncDisposable {
  readonly name: string;
  readonly host: string;
  readonly #agent: Agent;
  readonly #tls: { ca?: string; rejectUnauthorized: boolean; lookup: LookupFunction };

  constructor({ origin, ca, insecure, lookup }: DirectUpstreamOptions) {
    this.name = origin;
    this.host = new URL(origin).host;
    this.#tls = { ca, rejectUnauthorized: !insecure, lookup };
    this.#agent = new Agent({
      // Streams and WebSockets may take many; the limits of people and addresses stand before.
      connections: 1_024,
      pipelining: 1,
      keepAliveTimeout: 20_000,
      bodyTimeout: 0,
      maxHeaderSize: 64 * 2 ** 10,
      connect: { ...this.#tls, timeout: CONNECTS_WITHIN },
    });
  }

  async request(request: UpstreamRequest): Promise<UpstreamResponse> {
    const { method, path, headers, body, signal, answersWithin = ANSWERS_WITHIN } = request;
    const answer = await this.#agent.request({
      origin: this.name,
      path,
      method: method as Dispatcher.HttpMethod,
      headers: headers as Record<string, string | string[]>,
      body,
      signal,
      headersTimeout: answersWithin,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  }

  upgrade({ method, path, headers, signal }: Omit<UpstreamRequest, 'body'>): Promise<UpgradeResult> {
    const { protocol, hostname, port } = new URL(this.name);
    const send = protocol === 'https:' ? tlsRequest : plainRequest;
    return new Promise((resolve, reject) => {
      const outgoing = send({
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port: port || undefined,
        method,
        path,
        headers: headers as Record<string, string | string[]>,
        agent: false,
        timeout: ANSWERS_WITHIN,
        signal,
        ...this.#tls,
      });
      outgoing.on('timeout', () =>
        outgoing.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })),
      );
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

  /** Lets what is under way come to its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close();
  }

  /** Breaks off what is under way. */
  async destroy(): Promise<void> {
    await this.#agent.destroy();
  }
}
