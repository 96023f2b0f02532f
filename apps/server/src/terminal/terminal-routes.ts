import { type Clock, systemClock } from '@luban/kube';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { type Identity, requireIdentity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { Rights } from '../rights/rights.ts';
import { BrowserTerminal } from './browser-terminal.ts';
import { type ContainerTarget, clusterOf, queryText, readContainerQuery, withContainer } from './container-query.ts';
import { mayExec, requireExec } from './exec-right.ts';
import { KubectlTerminals } from './kubectl-terminals.ts';
import { KubeSphereTerminal } from './kubesphere-terminal.ts';
import { NodeShells, type NodeShellTarget } from './node-shells.ts';
import { shellCandidates } from './open-shell.ts';
import { sizeOf, TerminalDoor } from './terminal-door.ts';
import type { TerminalSession } from './terminal-session.ts';
import type { TerminalSettings } from './terminal-settings.ts';

export interface TerminalRoutesOptions {
  clusters: ClusterRegistry;
  rights: Rights;
  settings(): Promise<TerminalSettings>;
  onError(error: unknown): void;
  clock?: Clock;
}

const SHELL = /^[\w./-]{1,128}$/;

/**
 * WebSockets with a terminal behind them.
 *
 * - `GET /api/terminal?cluster=&namespace=&pod=&container=&shell=&columns=&rows=`: a shell in a container
 * - `GET /api/terminal/node?cluster=&node=&columns=&rows=`: a shell on a node
 * - `GET /api/terminal/kubectl?cluster=&columns=&rows=`: a shell with kubectl that acts as the person
 * - each with `?session=&from=`: one that was left
 * - KubeSphere's own, `…/kapis/terminal.kubesphere.io/v1alpha2/namespaces/…/pods/…/exec` and `…/nodes/…/exec`
 *
 * See `BrowserTerminal` and `KubeSphereTerminal` for what goes over them.
 */
export function registerTerminalRoutes(app: FastifyInstance, options: TerminalRoutesOptions): void {
  const { clusters, rights, clock = systemClock } = options;
  const door = new TerminalDoor({ ...options, clock });
  const nodes = new NodeShells({ ...options, clock });
  const kubectl = new KubectlTerminals({ settings: options.settings, pods: nodes.pods, now: clock.now });
  app.addHook('preClose', async () => {
    door[Symbol.dispose]();
    await nodes[Symbol.asyncDispose]();
  });

  const startInPod = async (
    request: FastifyRequest,
    identity: Identity,
    named: ContainerTarget,
    signal: AbortSignal,
  ): Promise<TerminalSession> => {
    const shell = queryText(request.query, 'shell') ?? 'auto';
    if (!SHELL.test(shell)) throw new Refusal(400, 'LB5601', { what: 'shell', value: shell.slice(0, 100) });
    await requireExec(rights, identity, named.cluster.name, named);
    const target = await withContainer(named, identity);
    const allowed = () => mayExec(rights, identity, target.cluster.name, target);
    const plan = { target, candidates: shellCandidates(shell), size: sizeOf(request.query), allowed };
    return door.start(request, identity, plan, signal);
  };

  const startOnNode = async (
    request: FastifyRequest,
    identity: Identity,
    target: NodeShellTarget,
    signal: AbortSignal,
  ): Promise<TerminalSession> => {
    const shell = await nodes.open(identity, target, signal);
    return door.start(request, identity, { ...shell, size: sizeOf(request.query) }, signal);
  };

  const resumed = async (request: FastifyRequest, identity: Identity) => {
    const id = queryText(request.query, 'session');
    if (id === undefined) return undefined;
    return { session: await door.sessions.resume(identity, id), from: placeOf(queryText(request.query, 'from')) };
  };

  const preHandler = requireIdentity;
  const browser = (...args: ConstructorParameters<typeof BrowserTerminal>) => new BrowserTerminal(...args);
  app.get('/api/terminal', { preHandler }, async (request, reply) =>
    door.enter(request, reply, browser, async (identity, signal) => {
      const left = await resumed(request, identity);
      if (left !== undefined) return left;
      return { session: await startInPod(request, identity, readContainerQuery(request.query, clusters), signal) };
    }),
  );
  app.get('/api/terminal/node', { preHandler }, async (request, reply) =>
    door.enter(request, reply, browser, async (identity, signal) => {
      const left = await resumed(request, identity);
      if (left !== undefined) return left;
      return { session: await startOnNode(request, identity, nodes.read(request.query), signal) };
    }),
  );

  app.get('/api/terminal/kubectl', { preHandler }, async (request, reply) =>
    door.enter(request, reply, browser, async (identity, signal) => {
      const left = await resumed(request, identity);
      if (left !== undefined) return left;
      const shell = await kubectl.open(identity, clusterOf(request.query, clusters), signal);
      return { session: await door.start(request, identity, { ...shell, size: sizeOf(request.query) }, signal) };
    }),
  );

  const kubeSphere = (...args: ConstructorParameters<typeof KubeSphereTerminal>) => new KubeSphereTerminal(...args);
  for (const prefix of ['', '/clusters/:cluster']) {
    const base = `${prefix}/kapis/terminal.kubesphere.io/v1alpha2`;
    app.get(`${base}/namespaces/:namespace/pods/:pod/exec`, { preHandler }, async (request, reply) =>
      door.enter(request, reply, kubeSphere, async (identity, signal) => {
        const query = { ...(request.query as object), ...(request.params as object) };
        return { session: await startInPod(request, identity, readContainerQuery(query, clusters), signal) };
      }),
    );
    app.get(`${base}/nodes/:node/exec`, { preHandler }, async (request, reply) =>
      door.enter(request, reply, kubeSphere, async (identity, signal) => ({
        session: await startOnNode(request, identity, nodes.read(request.params), signal),
      })),
    );
  }
}

function placeOf(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
