import { type Clock, systemClock } from '@luban/kube';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { type Identity, identityOf, requireIdentity } from '../identity/identity.ts';
import { identityEnd } from '../identity/identity-end.ts';
import { fromHere } from '../identity/origin-check.ts';
import { localeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';
import { takeUpgrade, wantsUpgrade } from '../upgrades.ts';
import { BrowserTerminal, isSide } from './browser-terminal.ts';
import { accountOf, type ContainerTarget, queryText, readContainerQuery, withContainer } from './container-query.ts';
import { mayExec, requireExec } from './exec-right.ts';
import { openShell, shellCandidates, type TerminalSize } from './open-shell.ts';
import type { TerminalSession } from './terminal-session.ts';
import { TerminalSessions } from './terminal-sessions.ts';
import type { TerminalSettings } from './terminal-settings.ts';

export interface TerminalRoutesOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  settings(): Promise<TerminalSettings>;
  onError(error: unknown): void;
  clock?: Clock;
}

/** Bytes of one message from a browser, which sends what is pasted in pieces. */
const LARGEST_MESSAGE = 2 ** 20;
const SHELL = /^[\w./-]{1,128}$/;

/**
 * `GET /api/terminal` as a WebSocket: a shell in a container, `?cluster=&namespace=&pod=&container=&shell=&columns=&rows=`,
 * or one that was left, `?session=&from=`. See `BrowserTerminal` for what goes over it.
 */
export function registerTerminalRoutes(app: FastifyInstance, options: TerminalRoutesOptions): void {
  const { clusters, rights, settings, onError, clock = systemClock } = options;
  const sessions = new TerminalSessions({ clock, settings, onError });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE, perMessageDeflate: false });
  const changes = rights.watch(() => void sessions.review().catch(onError));
  app.addHook('preClose', async () => {
    changes[Symbol.dispose]();
    sessions[Symbol.dispose]();
  });

  app.get('/api/terminal', { preHandler: requireIdentity }, async (request, reply) => {
    const identity = identityOf(request);
    if (!wantsUpgrade(request)) throw new Refusal(426, 'LB5600', {}, { headers: { upgrade: 'websocket' } });
    // A page of another origin may open a WebSocket too, and the browser sends the cookie with it.
    if (identity.via === 'session' && !fromHere(request)) {
      throw new Refusal(403, 'LB5004', { origin: String(request.headers.origin ?? 'unknown').slice(0, 200) });
    }
    const { socket, head } = takeUpgrade(request, reply);
    sockets.handleUpgrade(request.raw, socket, head, (browser) => {
      // What is typed ahead waits for the shell.
      browser.pause();
      void serve(request, identity, browser);
    });
    return reply;
  });

  async function serve(request: FastifyRequest, identity: Identity, socket: WebSocket): Promise<void> {
    const browser = new BrowserTerminal(socket, localeOf(request));
    // Until the shell is there; what is there outlives the connection.
    const gone = new AbortController();
    const onClose = () => gone.abort();
    socket.on('close', onClose);
    try {
      const id = queryText(request.query, 'session');
      const session =
        id === undefined ? await start(request, identity, gone.signal) : await sessions.resume(identity, id);
      socket.off('close', onClose);
      identityEnd(request).addEventListener('abort', () => session.end({ code: 'LB5610', params: {} }));
      browser.use(session, id === undefined ? undefined : placeOf(queryText(request.query, 'from')));
    } catch (error) {
      if (!(error instanceof Refusal)) request.log.error({ err: error }, 'terminal');
      const { code, params } = error instanceof Refusal ? error : { code: 'LB5014', params: { request: request.id } };
      // Told on the open connection: of one that was refused a page learns nothing.
      browser.tell({ type: 'error', error: { code, params } });
      browser.close();
    }
  }

  async function start(request: FastifyRequest, identity: Identity, signal: AbortSignal): Promise<TerminalSession> {
    const named = readContainerQuery(request.query, clusters);
    const shell = queryText(request.query, 'shell') ?? 'auto';
    if (!SHELL.test(shell)) throw new Refusal(400, 'LB5601', { what: 'shell', value: shell.slice(0, 100) });
    await requireExec(rights, identity, named.cluster.name, named);
    const target = await withContainer(named, identity);
    const { cluster, ...container } = target;
    const size = sizeOf(request.query);
    const began = clock.now();
    const session = await sessions.start({
      identity,
      container: target.container ?? '',
      open: () =>
        openShell(cluster, identity, { ...container, candidates: shellCandidates(shell), size, clock, signal }),
      allowed: () => mayExec(rights, identity, cluster.name, container),
      onEnd: (ended) => logEnd(request.log, identity, target, ended, clock.now() - began),
    });
    request.log.info({ ...accountOf(identity, target), shell: session.shell }, 'terminal opened');
    return session;
  }
}

function logEnd(
  log: FastifyBaseLogger,
  identity: Identity,
  target: ContainerTarget,
  { shell, traffic }: TerminalSession,
  milliseconds: number,
): void {
  log.info(
    { ...accountOf(identity, target), shell, ...traffic, seconds: Math.round(milliseconds / 1000) },
    'terminal closed',
  );
}

function sizeOf(query: unknown): TerminalSize {
  const [columns, rows] = [Number(queryText(query, 'columns')), Number(queryText(query, 'rows'))];
  return isSide(columns) && isSide(rows) ? { columns, rows } : { columns: 80, rows: 24 };
}

function placeOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
