import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Clock, systemClock } from '@luban/kube';
import { LIVE_LIMITS } from '@luban/kube/live';
import { WebSocketServer } from 'ws';
import type { ClusterConnection } from '../clusters/cluster-connection.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import type { Identity } from '../identity/identity.ts';
import type { Rights } from '../rights/rights.ts';
import { CLOSE, LiveClient } from './live-client.ts';
import { LiveSources } from './live-sources.ts';

export interface LiveHubOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  onError(error: unknown): void;
  /** Default: the computer's. */
  clock?: Clock;
  /** Milliseconds that a list is followed when nobody looks any more. Default: 30,000. */
  linger?: number;
  /** Milliseconds between signs of life. Default: 25,000. */
  heartbeat?: number;
  /** Milliseconds after which rights are asked for anew, whether or not something was heard. Default: 60,000. */
  recheck?: number;
}

/** Who is at the other end of a connection. */
export interface LiveGuest {
  identity: Identity;
  locale: string;
  /** Aborts when what proved the identity is no longer good. */
  ended: AbortSignal;
}

/** Milliseconds in which changes of rights are taken as one. */
const CALM = 50;

/** Lists that follow clusters, for all open tabs of this server. */
export class LiveHub implements Disposable {
  readonly #options: LiveHubOptions;
  readonly #clock: Clock;
  readonly #sources: LiveSources;
  readonly #sockets: WebSocketServer;
  readonly #clients = new Set<LiveClient>();
  readonly #held = new DisposableStack();
  /** Whose rights in which clusters have to be asked anew. */
  readonly #changed = new Map<LiveClient, Set<string>>();
  #connections: ReadonlyMap<string, ClusterConnection> = new Map();
  #calm: Disposable | undefined;

  constructor(options: LiveHubOptions) {
    this.#options = options;
    const { clusters, rights, onError, linger = 30_000, heartbeat = 25_000, recheck = 60_000 } = options;
    this.#clock = options.clock ?? systemClock;
    this.#sources = this.#held.use(new LiveSources({ clusters, clock: this.#clock, linger, onError }));
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: LIVE_LIMITS.message, perMessageDeflate: false });
    this.#held.use(rights.watch((cluster, affects) => this.#rightsChanged(cluster, affects)));
    this.#held.use(clusters.watch(() => this.#clustersChanged()));
    this.#clustersChanged();
    this.#every(heartbeat, () => {
      for (const client of this.#clients) client.beat();
    });
    this.#every(recheck, () => this.#recheck());
  }

  /** Takes a connection over whose request was let in. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, guest: LiveGuest): void {
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const { rights, onError } = this.#options;
      const client = new LiveClient({
        socket: webSocket,
        identity: guest.identity,
        locale: guest.locale,
        sources: this.#sources,
        rights,
        clock: this.#clock,
        onError,
      });
      this.#clients.add(client);
      const end = () => client.close(CLOSE.identity);
      guest.ended.addEventListener('abort', end);
      webSocket.on('close', () => {
        guest.ended.removeEventListener('abort', end);
        this.#clients.delete(client);
        this.#changed.delete(client);
        client[Symbol.dispose]();
      });
    });
  }

  /** Open tabs, what they follow, and what is followed for them. */
  get size(): { tabs: number; subscriptions: number; sources: number } {
    let subscriptions = 0;
    for (const client of this.#clients) subscriptions += [...client.subscriptions].length;
    return { tabs: this.#clients.size, subscriptions, sources: this.#sources.size };
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) {
      client.close(CLOSE.leaving);
      client[Symbol.dispose]();
    }
    this.#clients.clear();
    this.#calm?.[Symbol.dispose]();
    this.#held.dispose();
    this.#sockets.close();
  }

  #rightsChanged(cluster: string, affects: (identity: Identity) => boolean): void {
    for (const client of this.#clients) {
      if (!affects(client.identity)) continue;
      const clusters = this.#changed.get(client) ?? new Set();
      this.#changed.set(client, clusters.add(cluster));
    }
    this.#calm ??= this.#clock.after(CALM, () => {
      this.#calm = undefined;
      const changed = [...this.#changed];
      this.#changed.clear();
      for (const [client, clusters] of changed) for (const name of clusters) client.recheck(name);
    });
  }

  /** Another cluster, though it may have the same name, has other rights; one that only comes back has those it had. */
  #clustersChanged(): void {
    const before = this.#connections;
    this.#connections = new Map(this.#options.clusters.list().map(({ name, connection }) => [name, connection]));
    const names = new Set([...before.keys(), ...this.#connections.keys()]);
    for (const name of names) {
      if (before.get(name) !== this.#connections.get(name)) for (const client of this.#clients) client.recheck(name);
    }
  }

  #recheck(): void {
    for (const client of this.#clients) client.recheck();
  }

  #every(milliseconds: number, call: () => void): void {
    let timer: Disposable | undefined;
    const again = () => {
      timer = this.#clock.after(milliseconds, () => {
        call();
        again();
      });
    };
    again();
    this.#held.defer(() => timer?.[Symbol.dispose]());
  }
}
