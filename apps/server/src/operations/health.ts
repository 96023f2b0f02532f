import type { FastifyInstance } from 'fastify';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';

export interface Check {
  name: string;
  ok: boolean;
  /** What is wrong. */
  reason?: string;
}

export interface HealthOptions {
  clusters: ClusterRegistry;
  /** A group whose kinds the host has to serve. */
  group: string;
  /** Milliseconds for which an answer holds. Default: 1,000. */
  holds?: number;
  /** Milliseconds of the epoch. Default: `Date.now`. */
  now?: () => number;
}

export interface Health {
  readonly draining: boolean;
  /** From now on `/readyz` says that nobody should send more. */
  drain(): void;
  checks(): Promise<Check[]>;
}

const PATIENCE = 3_000;

/**
 * `/healthz` and `/livez`: the process answers. `/readyz`: it can do its work, and wants to; which a balancer asks before
 * it sends somebody here.
 */
export function registerHealth(app: FastifyInstance, options: HealthOptions): Health {
  const { clusters, group, holds = 1_000, now = Date.now } = options;
  let draining = false;
  let asked: { at: number; checks: Promise<Check[]> } | undefined;
  const health: Health = {
    get draining() {
      return draining;
    },
    drain() {
      draining = true;
    },
    async checks() {
      // Many balancers may ask at once; the host is asked once.
      if (asked === undefined || now() - asked.at >= holds) asked = { at: now(), checks: hostChecks(clusters, group) };
      return [{ name: 'serving', ok: !draining, ...(draining && { reason: 'it ends' }) }, ...(await asked.checks)];
    },
  };
  const config = { public: true } as const;
  for (const path of ['/healthz', '/livez']) {
    app.get(path, { config }, async (_request, reply) =>
      reply.header('cache-control', 'no-store').send({ status: 'ok' }),
    );
  }
  app.get('/readyz', { config }, async (_request, reply) => {
    const checks = await health.checks();
    const ready = checks.every(({ ok }) => ok);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ok' : 'not ready', checks });
  });
  return health;
}

async function hostChecks(clusters: ClusterRegistry, group: string): Promise<Check[]> {
  const [reachable, served] = await Promise.all([
    check('host cluster', clusters, '/version'),
    check('definitions', clusters, `/apis/${group}`),
  ]);
  return [reachable, served];
}

async function check(name: string, { host }: ClusterRegistry, path: string): Promise<Check> {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const { status, body } = await host.connection.request({ method: 'GET', path, signal, answersWithin: PATIENCE });
    body.resume();
    // Strangers read this: what exactly the cluster said stays in logs.
    return status === 200 ? { name, ok: true } : { name, ok: false, reason: `answered with ${status}` };
  } catch {
    return { name, ok: false, reason: 'does not answer' };
  }
}
