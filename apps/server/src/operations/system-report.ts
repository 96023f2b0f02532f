import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ClusterHealth, ClusterRegistry } from '../clusters/cluster-registry.ts';
import { identityOf } from '../identity/identity.ts';
import { listRates } from '../limits/limit-rules.ts';
import type { LimitsInForce } from '../limits/limits-config.ts';
import type { RequestLimits } from '../limits/request-limits.ts';
import { requireRight } from '../rights/access-reviews.ts';
import type { Rights } from '../rights/rights.ts';
import type { Check, Health } from './health.ts';
import type { LeadershipState } from './lease-elector.ts';

/** What `GET /api/system` tells administrators: what is on, and how it is. */
export interface SystemReport {
  version: string;
  /** Of Node. */
  node: string;
  /** RFC 3339. */
  started: string;
  /** `embedded`: the clusters are LuBan's own, simulated ones. */
  mode: 'embedded' | 'cluster';
  /** Who answered. */
  replica: string;
  ready: boolean;
  checks: Check[];
  leadership: LeadershipState;
  clusters: ({ name: string; displayName: string; isHost: boolean } & ClusterHealth)[];
  signIn: SignInWay[];
  limits: {
    from: LimitsInForce['from'];
    problem?: LimitsInForce['problem'];
    /** Without numbers: unlimited. */
    rates: { who: string; verbs: string; perSecond?: number; burst?: number }[];
    streams: { perIdentity: number; perAddress: number };
    connections: { perAddress: number; total: number };
    exempt: string[];
    /** Since the start of this replica. */
    refused: Record<string, number>;
  };
  /** Open now at this replica. */
  streams: number;
  /** Bytes. */
  memory: { resident: number; heap: number };
  metrics: { path: string; token: boolean };
  audit: { folder: string; kept: number };
}

/** A way to sign in. */
export interface SignInWay {
  name: string;
  title: string;
  kind: 'password' | 'provider';
}

export interface SystemReportOptions extends Pick<SystemReport, 'version' | 'mode' | 'replica' | 'metrics'> {
  rights: Rights;
  health: Health;
  clusters: ClusterRegistry;
  leadership: () => LeadershipState;
  limits: () => LimitsInForce;
  requestLimits: RequestLimits;
  /** Requests that limits refused, by class. */
  refused: Readonly<Record<string, number>>;
  signIn: (request: FastifyRequest) => Promise<readonly SignInWay[]>;
  audit: () => SystemReport['audit'];
  /** Milliseconds of the epoch. */
  started: number;
}

/** A resource that no API serves: its right is given by roles as any other's. */
export const SYSTEM_STATUS = { cluster: 'host', group: 'system.luban.dev', resource: 'status' } as const;

export function registerSystemReport(app: FastifyInstance, options: SystemReportOptions): void {
  app.get('/api/system', async (request, reply) => {
    await requireRight(options.rights, identityOf(request), { ...SYSTEM_STATUS, verb: 'get' });
    return reply.header('cache-control', 'no-store').send(await report(request, options));
  });
}

async function report(request: FastifyRequest, options: SystemReportOptions): Promise<SystemReport> {
  const { version, mode, replica, metrics, started, health, clusters, leadership, signIn, audit } = options;
  const checks = await health.checks();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    version,
    node: process.versions.node,
    started: new Date(started).toISOString(),
    mode,
    replica,
    ready: checks.every(({ ok }) => ok),
    checks,
    leadership: leadership(),
    clusters: clusters.list().map(({ name, displayName, isHost, health: { state, since, reason } }) => ({
      ...{ name, displayName, isHost, state, since },
      ...(reason !== undefined && { reason }),
    })),
    signIn: [...(await signIn(request))],
    limits: limitsOf(options),
    streams: options.requestLimits.streams.total,
    memory: { resident: rss, heap: heapUsed },
    metrics,
    audit: audit(),
  };
}

function limitsOf({ limits, refused }: SystemReportOptions): SystemReport['limits'] {
  const { rules, from, problem } = limits();
  return {
    from,
    ...(problem !== undefined && { problem }),
    rates: listRates(rules).map(({ who, verbs, rate }) => ({ who, verbs, ...rate })),
    streams: rules.streams,
    connections: rules.connections,
    exempt: [...rules.exempt.names, ...[...rules.exempt.groups].map((group) => `group ${group}`)],
    refused,
  };
}

/** A password, and the providers. */
export function waysToSignIn({
  providers,
}: {
  providers: readonly { name: string; displayName: string }[];
}): SignInWay[] {
  const password = { name: 'password', title: 'LuBan', kind: 'password' } as const;
  return [
    password,
    ...providers.map(({ name, displayName }) => ({ name, title: displayName, kind: 'provider' as const })),
  ];
}
