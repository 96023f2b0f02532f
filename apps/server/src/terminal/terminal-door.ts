import type { Clock } from '@luban/kube';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { type Identity, identityOf } from '../identity/identity.ts';
import { identityEnd } from '../identity/identity-end.ts';
import { fromHere } from '../identity/origin-check.ts';
import { localeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';
import { takeUpgrade, wantsUpgrade } from '../upgrades.ts';
import { isSide } from './browser-terminal.ts';
import { accountOf, type ContainerTarget, queryText } from './container-query.ts';
import { openShell, type ShellRequest, type TerminalSize } from './open-shell.ts';
import type { TerminalClient } from './terminal-client.ts';
import type { TerminalSession } from './terminal-session.ts';
import { TerminalSessions } from './terminal-sessions.ts';
import type { TerminalSettings } from './terminal-settings.ts';

export interface TerminalDoorOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  settings(): Promise<TerminalSettings>;
  onError(error: unknown): void;
  clock: Clock;
}

/** Somebody at a WebSocket, before and while they have a terminal. */
export interface Visitor extends TerminalClient {
  /** Works at the terminal from now on. @param from see `TerminalSession.attach` */
  use(session: TerminalSession, from: number | undefined): void;
}

/** Where a terminal runs, and what for. */
export interface ShellPlan {
  target: ContainerTarget;
  candidates: ShellRequest['candidates'];
  size: TerminalSize;
  /** LuBan itself runs the shell, not the person. Default: false. */
  inOwnName?: boolean;
  /** Asked again while it is open. */
  allowed(): Promise<boolean>;
  /** When it is over, or did not open. */
  onEnd?(): void;
}

/** Bytes of one message of a client, which sends what is pasted in pieces. */
const LARGEST_MESSAGE = 2 ** 20;

/** The way in for everybody who wants a terminal, by whichever route. */
export class TerminalDoor implements Disposable {
  readonly options: TerminalDoorOptions;
  readonly sessions: TerminalSessions;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false });
  readonly #changes: Disposable;

  constructor(options: TerminalDoorOptions) {
    this.options = options;
    this.sessions = new TerminalSessions(options);
    this.#changes = options.rights.watch(() => void this.sessions.review().catch(options.onError));
  }

  /**
   * Takes a connection over, and gives whoever is there a terminal.
   *
   * @param visitor by the protocol of the route
   * @param find a terminal that was left, or a new one by `start`; what it throws is told on the connection
   * @throws Refusal 426 LB5600, 403 LB5004
   */
  enter(
    request: FastifyRequest,
    reply: FastifyReply,
    visitor: (socket: WebSocket, locale: string) => Visitor,
    find: (identity: Identity, signal: AbortSignal) => Promise<{ session: TerminalSession; from?: number }>,
  ): FastifyReply {
    const identity = identityOf(request);
    if (!wantsUpgrade(request)) throw new Refusal(426, 'LB5600', {}, { headers: { upgrade: 'websocket' } });
    // A page of another origin may open a WebSocket too, and the browser sends the cookie with it.
    if (identity.via === 'session' && !fromHere(request)) {
      throw new Refusal(403, 'LB5004', { origin: String(request.headers.origin ?? 'unknown').slice(0, 200) });
    }
    const { socket, head } = takeUpgrade(request, reply);
    this.#sockets.handleUpgrade(request.raw, socket, head, (connection) => {
      // What is typed ahead waits for the shell.
      connection.pause();
      // Until the shell is there; what is there outlives the connection.
      const gone = new AbortController();
      const onClose = () => gone.abort();
      connection.on('close', onClose);
      void welcome(request, visitor(connection, localeOf(request)), async () => {
        const found = await find(identity, gone.signal);
        connection.off('close', onClose);
        return found;
      });
    });
    return reply;
  }

  /** Opens a new terminal, and records who opened which. @throws Refusal as of `TerminalSessions.start` */
  async start(
    { log }: FastifyRequest,
    identity: Identity,
    { target, candidates, size, inOwnName = false, allowed, onEnd }: ShellPlan,
    signal: AbortSignal,
  ): Promise<TerminalSession> {
    const { clock } = this.options;
    const { cluster, ...container } = target;
    const account = accountOf(identity, target);
    const began = clock.now();
    let opened = false;
    try {
      const session = await this.sessions.start({
        identity,
        container: target.container ?? '',
        open: () =>
          openShell(cluster, inOwnName ? undefined : identity, { ...container, candidates, size, clock, signal }),
        allowed,
        onEnd: ({ shell, traffic }) => {
          const seconds = Math.round((clock.now() - began) / 1000);
          log.info({ ...account, shell, ...traffic, seconds }, 'terminal closed');
          onEnd?.();
        },
      });
      opened = true;
      log.info({ ...account, shell: session.shell }, 'terminal opened');
      return session;
    } finally {
      if (!opened) onEnd?.();
    }
  }

  [Symbol.dispose](): void {
    this.#changes[Symbol.dispose]();
    this.sessions[Symbol.dispose]();
  }
}

async function welcome(
  request: FastifyRequest,
  visitor: Visitor,
  find: () => Promise<{ session: TerminalSession; from?: number }>,
): Promise<void> {
  try {
    const { session, from } = await find();
    identityEnd(request).addEventListener('abort', () => session.end({ code: 'LB5610', params: {} }));
    visitor.use(session, from);
  } catch (error) {
    if (!(error instanceof Refusal)) request.log.error({ err: error }, 'terminal');
    const { code, params } = error instanceof Refusal ? error : { code: 'LB5014', params: { request: request.id } };
    // Told on the open connection: of one that was refused a page learns nothing.
    visitor.tell({ type: 'error', error: { code, params } });
    visitor.close();
  }
}

/** `columns` and `rows` of a query. */
export function sizeOf(query: unknown): TerminalSize {
  const [columns, rows] = [Number(queryText(query, 'columns')), Number(queryText(query, 'rows'))];
  return isSide(columns) && isSide(rows) ? { columns, rows } : { columns: 80, rows: 24 };
}
