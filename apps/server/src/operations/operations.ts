import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AuditFiles } from '../audit/audit-files.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { registerAudit } from '../audit/audit-requests.ts';
import { registerAuditRoutes } from '../audit/audit-routes.ts';
import type { ClusterRegistry } from '../clusters/cluster-registry.ts';
import { limitConnections } from '../limits/connection-limits.ts';
import { LimitsConfig } from '../limits/limits-config.ts';
import { RefusedRequests } from '../limits/refused-requests.ts';
import { type RequestLimits, registerRequestLimits } from '../limits/request-limits.ts';
import { TokenGuesses } from '../limits/token-guesses.ts';
import { measureClusters } from '../metrics/cluster-metrics.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { registerRequestMetrics } from '../metrics/request-metrics.ts';
import type { Rights } from '../rights/rights.ts';
import { registerDrain } from './drain.ts';
import { type Health, registerHealth } from './health.ts';
import type { Leadership } from './leadership.ts';
import { LeaseElector } from './lease-elector.ts';
import { admitCollectors, registerMetricsRoute } from './metrics-route.ts';
import { replicaName } from './replica.ts';
import { registerSystemReport, type SignInWay } from './system-report.ts';

export interface OperationsOptions {
  app: FastifyInstance;
  dataDir: string;
  clusters: ClusterRegistry;
  metrics: Metrics;
  /** Bearer token for those who collect metrics. */
  metricsToken?: string;
  mode: 'embedded' | 'cluster';
  /** Milliseconds of the epoch. */
  now: () => number;
  onError(error: unknown): void;
}

export interface OperationsRoutes {
  rights: Rights;
  /** Of LuBan. */
  version: string;
  signIn: (request: FastifyRequest) => Promise<readonly SignInWay[]>;
}

/** Events of the audit that a start takes over from the one before. */
const REMEMBERED = 2_000;

/** Milliseconds for the ConfigMap of the limits to come; until then the defaults hold. */
const LIMITS_WITHIN = 3_000;

/** What keeps the server in order and tells how it is: leadership, limits, audit, metrics, health. */
export class Operations implements AsyncDisposable {
  readonly leadership: Leadership;
  /** For whoever judges bearer tokens. */
  readonly guesses: TokenGuesses;
  readonly #options: OperationsOptions;
  readonly #replica: string;
  readonly #elector: LeaseElector;
  readonly #limits: LimitsConfig;
  readonly #refused: RefusedRequests;
  readonly #files: AuditFiles;
  readonly #audit: AuditLog;
  readonly #started: number;
  readonly #measuring: Disposable;
  #requestLimits: RequestLimits | undefined;
  #health: Health | undefined;

  /** Waits for the limits to be known, for a while, and neither for leadership nor for what earlier runs recorded. */
  static async open(options: OperationsOptions): Promise<Operations> {
    const operations = new Operations(options, await replicaName(options.dataDir));
    void operations.#elector.start();
    await Promise.race([operations.#limits.start(), sleep(LIMITS_WITHIN, undefined, { ref: false })]);
    return operations;
  }

  private constructor(options: OperationsOptions, replica: string) {
    const { app, dataDir, clusters, metrics, now, onError } = options;
    this.#options = options;
    this.#replica = replica;
    this.#started = now();
    const client = clusters.host.connection.client();
    this.#elector = new LeaseElector({
      client,
      identity: replica,
      onError,
      onChange: (leads) => app.log.info({ replica }, leads ? 'leads' : 'no longer leads'),
    });
    this.leadership = this.#elector;
    this.#limits = new LimitsConfig({ client, log: app.log, onError });
    this.#refused = new RefusedRequests(metrics);
    this.guesses = new TokenGuesses({ limits: () => this.#limits.current, refused: this.#refused });
    const lost = metrics.counter({
      name: 'luban_audit_lost_total',
      help: 'Events of the audit that were logged and got into no file, since the disk was full or too slow.',
    });
    const recorded = metrics.counter({ name: 'luban_audit_events_total', help: 'Events of the audit.' });
    this.#files = new AuditFiles({ folder: join(dataDir, 'audit'), onError, onLoss: (events) => lost.add(events) });
    this.#audit = new AuditLog([
      { add: () => recorded.add() },
      { add: (event) => app.log.info({ audit: event }, 'audit') },
      this.#files,
    ]);
    void this.#files.last(REMEMBERED).then((events) => this.#audit.remember(events), onError);
    metrics.gauge({ name: 'luban_leads', help: '1 where this replica leads.' }, (gauge) =>
      gauge.set(this.#elector.leads ? 1 : 0),
    );
    this.#measuring = measureClusters(clusters, metrics);
    limitConnections(app.server, { limits: () => this.#limits.current, metrics });
  }

  /** Before all other hooks: what those refuse is counted, too. */
  registerFirstHooks(): void {
    const { app, metrics, metricsToken } = this.#options;
    registerRequestMetrics(app, metrics);
    registerDrain(app);
    admitCollectors(app, metricsToken, this.guesses);
  }

  /** After the hook that says who asks. */
  registerGuards(): void {
    const { app, metrics, now } = this.#options;
    this.#requestLimits = registerRequestLimits(app, {
      ...{ limits: () => this.#limits.current, refused: this.#refused, metrics },
    });
    registerAudit(app, { record: (event) => this.#audit.add(event), replica: this.#replica, now });
  }

  registerRoutes({ rights, version, signIn }: OperationsRoutes): void {
    const { app, clusters, metrics, metricsToken, mode, dataDir } = this.#options;
    if (this.#requestLimits === undefined) throw new Error('Guards have to be registered before routes');
    this.#health = registerHealth(app, { clusters, group: 'iam.kubesphere.io' });
    registerMetricsRoute(app, { metrics, rights });
    registerAuditRoutes(app, { log: this.#audit, rights, replica: this.#replica });
    registerSystemReport(app, {
      rights,
      health: this.#health,
      clusters,
      leadership: () => this.#elector.state,
      limits: () => this.#limits.current,
      requestLimits: this.#requestLimits,
      refused: this.#refused.counts,
      signIn,
      audit: () => ({ folder: join(dataDir, 'audit'), kept: this.#audit.size }),
      version,
      mode,
      replica: this.#replica,
      metrics: { path: '/metrics', token: metricsToken !== undefined },
      started: this.#started,
    });
  }

  /** From now on `/readyz` asks balancers to send nobody more. */
  drain(): void {
    this.#health?.drain();
  }

  /** Last of all that uses the clusters. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#limits[Symbol.dispose]();
    this.#measuring[Symbol.dispose]();
    await this.#elector[Symbol.asyncDispose]();
    await this.#files[Symbol.asyncDispose]();
  }
}
