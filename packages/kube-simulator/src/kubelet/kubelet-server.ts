import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '@luban/kube';
import { duplexPair } from './duplex-pair.ts';
import { answerContainerLogs } from './routes/container-logs.ts';
import { resourceMetrics, statsSummary } from './routes/statistics.ts';
import { answerStreams } from './routes/streams.ts';
import type { SimulatedCluster } from './simulated-cluster.ts';

export interface KubeletServerOptions {
  cluster: SimulatedCluster;
  clock: Clock;
  onError(error: unknown): void;
}

/**
 * The HTTP server of every simulated kubelet, with the paths of the real one. It is reached by connections within the
 * process, which know their node; for use with an API server elsewhere it can listen on a port.
 */
export class KubeletServer implements AsyncDisposable {
  readonly #options: KubeletServerOptions;
  readonly #nodes = new WeakMap<object, string>();
  readonly #open = new Set<Duplex>();
  readonly #server = createServer();
  readonly #listening: { close(): Promise<void> }[] = [];

  constructor(options: KubeletServerOptions) {
    this.#options = options;
    this.#serve(this.#server);
  }

  /** A new connection to the kubelet of a node, or nothing when the node is not simulated here. */
  connect(node: string): Duplex | undefined {
    if (!this.#options.cluster.hasNode(node)) return undefined;
    const [client, server] = duplexPair();
    this.#nodes.set(server, node);
    this.#track(server);
    this.#server.emit('connection', server);
    return client;
  }

  /**
   * Listens on 127.0.0.1 as all nodes at once. Who connects is not asked: it is for a real API server on the same machine.
   *
   * @param port 0: any free one
   * @returns the port
   */
  async listen(port: number, tls: { key: string; cert: string }): Promise<number> {
    const server = createSecureServer(tls);
    this.#serve(server);
    server.on('secureConnection', (socket: Duplex) => this.#track(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.#listening.push({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    return (server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#open) connection.destroy();
    await Promise.all(this.#listening.map((server) => server.close()));
  }

  #track(connection: Duplex): void {
    this.#open.add(connection);
    connection.on('close', () => this.#open.delete(connection));
    connection.on('error', () => {});
  }

  #serve(server: ReturnType<typeof createServer> | ReturnType<typeof createSecureServer>): void {
    // Streams stay open as long as people look at them.
    server.requestTimeout = 0;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#answer(request, response).catch((error: unknown) => {
        this.#options.onError(error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'text/plain' }).end('internal error of the simulated kubelet\n');
      });
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => {});
      answerStreams(this.#options, request, socket, head).catch((error: unknown) => {
        this.#options.onError(error);
        socket.destroy();
      });
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { cluster, clock } = this.#options;
    const url = new URL(request.url ?? '/', 'http://kubelet');
    const segments = url.pathname.split('/').slice(1).map(decodeSegment);
    const node = this.#nodes.get(request.socket);
    const text = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      void response.writeHead(status, { 'content-type': type, 'x-simulated-by': 'LuBan' }).end(body);
    if (request.method !== 'GET' && request.method !== 'POST') return text(405, 'method not allowed\n');
    switch (`/${segments[0]}`) {
      case '/healthz':
        return text(200, 'ok');
      case '/containerLogs':
        return await answerContainerLogs(cluster, clock, segments.slice(1), url.searchParams, response);
      case '/stats':
        return text(200, JSON.stringify(statsSummary(cluster, node, clock.now())), 'application/json');
      case '/metrics':
        return text(200, resourceMetrics(cluster, node, clock.now()), 'text/plain; version=0.0.4; charset=utf-8');
      case '/pods':
        return text(
          200,
          JSON.stringify({
            kind: 'PodList',
            apiVersion: 'v1',
            metadata: {},
            items: [...cluster.pods()]
              .filter((pod) => node === undefined || pod.nodeName === node)
              .map(({ pod }) => pod),
          }),
          'application/json',
        );
      case '/exec':
      case '/attach':
      case '/portForward':
        return text(400, 'Upgrade request required\n');
      default:
        return text(404, '404 page not found\n');
    }
  }
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
