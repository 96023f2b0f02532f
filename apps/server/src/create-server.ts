import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import { manifestSchema } from '@luban/manifest/schema';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { createAddressGuard } from './addresses/address-guard.ts';
import { guardedFetch } from './addresses/guarded-fetch.ts';
import { EncodedFiles } from './assets/encoded-files.ts';
import { registerExtensionAssets } from './assets/extension-assets.ts';
import { CatalogueObjects } from './catalogue/catalogue-objects.ts';
import { LiveCatalogue } from './catalogue/live-catalogue.ts';
import { offeredPackages } from './catalogue/offered-packages.ts';
import { Platform } from './catalogue/platform.ts';
import { registerCenterRoutes } from './center/center-routes.ts';
import { runClusterController } from './clusters/cluster-controller.ts';
import type { ClusterHandle } from './clusters/cluster-registry.ts';
import { registerClusterRoutes } from './clusters/cluster-routes.ts';
import { LiveClusters } from './clusters/live-clusters.ts';
import type { StaticCluster } from './clusters/static-clusters.ts';
import { registerConsoleAssets } from './console/console-assets.ts';
import { ConsoleBuild } from './console/console-build.ts';
import { answerError, registerErrors } from './errors.ts';
import { ExtensionApi } from './extension-api/extension-api.ts';
import { AutomaticRollback } from './extension-health/automatic-rollback.ts';
import { ExtensionHealth } from './extension-health/extension-health.ts';
import { registerHealthRoutes } from './extension-health/health-routes.ts';
import { tellOfRollbacks } from './extension-health/tell-of-rollbacks.ts';
import { ConflictChoices } from './extensions/conflict-choices.ts';
import { registerExtensionRoutes } from './extensions/extension-routes.ts';
import { KubernetesSource } from './extensions/kubernetes-source.ts';
import { ADMINISTRATOR } from './identity/administrator.ts';
import { openIdentity } from './identity/open-identity.ts';
import { registerOriginCheck } from './identity/origin-check.ts';
import { labelsOf } from './installation/install-controller.ts';
import { InstallationService } from './installation/installation-service.ts';
import { PlannedExtensions } from './installation/planned-extensions.ts';
import { ensureOwnNamespace } from './kube/own-namespace.ts';
import { registerKubeProxy } from './kube-proxy/kube-proxy-routes.ts';
import { limitBodyTime } from './limits/body-time.ts';
import { SERVER_OPTIONS } from './limits/server-limits.ts';
import { EventHub } from './live/event-hub.ts';
import { registerIndexRoutes } from './live/index-routes.ts';
import { IndexService } from './live/index-service.ts';
import { LiveHub } from './live-data/live-hub.ts';
import { registerLiveRoutes } from './live-data/live-routes.ts';
import { measureLive } from './metrics/live-metrics.ts';
import { createMetrics } from './metrics/metrics.ts';
import { Operations } from './operations/operations.ts';
import { replicaName } from './operations/replica.ts';
import { requestId } from './operations/request-id.ts';
import { waysToSignIn } from './operations/system-report.ts';
import { registerPageRoutes } from './page/page-routes.ts';
import { HelmReleases } from './releases/helm-releases.ts';
import { fetchChart } from './repositories/fetch-chart.ts';
import { CachedRights } from './rights/cached-rights.ts';
import { startAccessController } from './rights/controllers/access-controller.ts';
import { ensureAdministrator } from './rights/first-administrator.ts';
import { PlaceFinder } from './rights/places.ts';
import { registerRightsRoutes } from './rights/rights-routes.ts';
import { RightsService } from './rights/rights-service.ts';
import { registerSecurityHeaders } from './security-headers.ts';
import { registerContainerAccess } from './terminal/container-access.ts';
import { acceptUpgrades } from './upgrades.ts';

export interface ServerOptions {
  /** Absolute. Made when it is missing. */
  dataDir: string;
  /** Folders whose sub-folders are built-in extensions. */
  extensionRoots: readonly string[];
  /** Output of the console's build. */
  consoleDir: string;
  /** Absent: the kept one, or a new one at the first start. */
  adminPassword?: string;
  /** The clusters at hand; the first is the host, in which all state of the product lives. */
  clusters: readonly StaticCluster[];
  /** Hosts, with or without a port, that URLs in objects may name although they are private. Default: none. */
  allowHosts?: readonly string[];
  /** LuBan runs in the host cluster, and reaches its services by their names. Default: false. */
  insideHost?: boolean;
  /** The built-in extensions are the product's own: each has an `InstallPlan`, as if it had been installed. Default: false. */
  preinstalled?: boolean;
  /** Path of the helm program. Default: the one that is found. */
  helm?: string;
  /** Image with helm, which then runs in Jobs of the host cluster. */
  helmImage?: string;
  /** Least severe messages that are logged, or `silent`. Default: `info`. */
  logLevel?: string;
  /** Addresses or networks of proxies whose `X-Forwarded-*` headers are believed. Default: none. */
  trustedProxies?: readonly string[];
  /** Bearer token with which `/metrics` is collected. */
  metricsToken?: string;
  /** Whether the clusters are LuBan's own, simulated ones. Default: `embedded`. */
  mode?: 'embedded' | 'cluster';
  /** Milliseconds between signs of life on event streams. Default: 25,000. */
  heartbeat?: number;
  /** Milliseconds that a folder which is being written keeps its last good content. Default: 3,000. */
  patience?: number;
  /** Milliseconds of the epoch. Default: `Date.now`. */
  now?: () => number;
}

export interface LubanServer {
  app: FastifyInstance;
  /** The administrator's password, when it was made at this start. */
  generatedPassword?: string;
  /** Asks balancers to send nobody more, and goes on. */
  drain(): void;
  /** Ends streams, finishes what is being written, frees the port. */
  close(): Promise<void>;
}

/** Puts the server together. It does not listen yet. */
export async function createServer(options: ServerOptions): Promise<LubanServer> {
  const { dataDir, now = Date.now } = options;
  const app = fastify({
    logger: { level: options.logLevel ?? 'info' },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestId,
    requestIdHeader: false,
    frameworkErrors: answerError,
    forceCloseConnections: 'idle',
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    ...SERVER_OPTIONS,
    routerOptions: { maxParamLength: 600 },
  });
  const onError = (error: unknown) => app.log.error({ err: error }, 'beside a request');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const temporary = join(dataDir, 'tmp');
  await rm(temporary, { recursive: true, force: true });

  const metrics = createMetrics();
  const allowHosts = options.allowHosts ?? [];
  // Those that the product runs itself, always.
  const given = options.clusters.map(({ endpoint }) => URL.parse(endpoint.server)!.host);
  const clusterAddresses = createAddressGuard([...allowHosts, ...given]);
  const onHealth = ({ name, health }: ClusterHandle) => {
    if (health.state === 'ready') app.log.info({ cluster: name }, 'cluster answers');
    else app.log.warn({ cluster: name, ...health }, 'cluster does not answer');
  };
  const clusters = await LiveClusters.open({
    ...{ clusters: options.clusters, addresses: clusterAddresses, onError, onHealth },
  });
  /** LuBan itself, in the cluster that holds all state. */
  const system = clusters.host.connection.client();
  await ensureOwnNamespace(system);
  const { metricsToken, mode = 'embedded' } = options;
  const operations = await Operations.open({ app, dataDir, clusters, metrics, metricsToken, mode, now, onError });
  const { leadership } = operations;
  const clusterController = runClusterController({ clusters, addresses: clusterAddresses, leadership, onError });
  const rights = new CachedRights({ clusters, onError });
  const guard = createAddressGuard(allowHosts);
  const outside = guardedFetch(guard);

  const [build, catalogue] = await Promise.all([
    ConsoleBuild.open(options.consoleDir, join(dataDir, 'console')),
    CatalogueObjects.open(system, onError),
  ]);
  const platform = await Platform.open({ client: system, lubanVersion: build.host.version, onError });
  let installation: InstallationService | undefined;
  const liveCatalogue = await LiveCatalogue.open({
    ...{ client: system, dataDir, roots: options.extensionRoots, objects: catalogue, platform, guard, leadership, now },
    past: (extension) => installation?.installations.journal(extension)?.history.map(({ version }) => version) ?? [],
    onError,
  });

  const [identity, source] = await Promise.all([
    openIdentity({
      client: system,
      dataDir,
      adminPassword: options.adminPassword,
      leadership,
      guard,
      allowHosts: options.allowHosts ?? [],
      now,
      onError,
    }),
    KubernetesSource.open({
      client: system,
      leadership,
      dataDir,
      roots: options.extensionRoots,
      temporary,
      fetch: outside.fetch,
      fetchFromRegistry: async (reference) => (await fetchChart(reference, { guard })).archive,
      offered: offeredPackages(catalogue, liveCatalogue.packages),
      patience: options.patience,
      now,
      onError,
    }),
  ]);
  const { sessions } = identity;
  await ensureAdministrator(system, ADMINISTRATOR);
  const access = leadership.whileLeading('access', () => startAccessController({ clusters, onError }));
  const choices = await ConflictChoices.open(system, onError);
  const index = new IndexService(source, build.host, choices);
  const shownRights = new RightsService({ clusters, rights, questions: () => index.questions(), onError });
  const places = new PlaceFinder(clusters, rights);
  const liveHub = new LiveHub({ clusters, rights, onError });
  const hub = new EventHub({ index, source, sessions, rights: shownRights, heartbeat: options.heartbeat });
  measureLive({ lists: () => liveHub.size, indexStreams: () => hub.size }, metrics);
  const files = new EncodedFiles({ folder: join(dataDir, 'cache'), onError });

  const extensionApi = await ExtensionApi.open({
    clusters,
    rights,
    guard,
    leadership,
    files,
    insideHost: options.insideHost === true,
    now,
    onError,
  });

  const releases = new HelmReleases({ clusters, dataDir, helm: options.helm, helmImage: options.helmImage });
  installation = await InstallationService.open({
    ...{ clusters, objects: catalogue, packages: liveCatalogue.packages, releases, platform, source, leadership },
    preinstalled: options.preinstalled === true,
    onError,
  });
  const journalOf = (extension: string) => installation?.installations.journal(extension);
  const health = await ExtensionHealth.open({
    ...{ client: system, source, journal: journalOf, replica: await replicaName(dataDir), onError },
  });
  const rollbacks = leadership.whileLeading(
    'automatic rollback',
    async () =>
      new AutomaticRollback({ client: system, health, objects: catalogue, source, journal: journalOf, now, onError }),
  );
  const tellings = tellOfRollbacks({ health, hub, rights, now });
  const packageFolders = source.watch(() => liveCatalogue.foldersChanged());

  await app.register(cookie);
  acceptUpgrades(app);
  acceptEmptyBodies(app);
  registerErrors(app);
  operations.registerFirstHooks();
  registerSecurityHeaders(app);
  limitBodyTime(app);
  registerOriginCheck(app);
  identity.registerHook(app, operations.guesses);
  operations.registerGuards();

  const config = { public: true } as const;
  app.get('/schema/extension-1.json', { config }, async (_request, reply) =>
    reply
      .header('cache-control', 'public, max-age=3600')
      .type('application/schema+json')
      .send(JSON.stringify(manifestSchema)),
  );
  identity.registerRoutes(app, { onEnd: (session) => hub.closeSession(session) });
  registerExtensionRoutes(app, {
    ...{ source, index, rights, choices, temporary, beside: () => extensionApi.problems() },
    planned: new PlannedExtensions(system, catalogue),
  });
  registerIndexRoutes(app, index, hub, shownRights);
  registerRightsRoutes(app, shownRights, places);
  registerLiveRoutes(app, liveHub);
  operations.registerRoutes({
    rights,
    version: build.host.version,
    signIn: async (request) => waysToSignIn(await identity.signInFacts(request)),
  });
  liveCatalogue.registerRoutes(app, { clusters, rights });
  registerHealthRoutes(app, health);
  const center = registerCenterRoutes(app, {
    ...{ objects: catalogue, clusters, rights, source, index, platform, files },
    packages: liveCatalogue.packages,
    repositories: liveCatalogue.states,
    releases,
    installations: installation.installations,
    health,
    labelsOf: (cluster) => labelsOf(clusters, cluster),
    apiObjects: extensionApi.objects,
    heartbeat: options.heartbeat,
  });
  registerContainerAccess(app, { clusters, rights, onError });
  registerExtensionAssets(app, source, files);
  registerConsoleAssets(app, build, files);
  registerClusterRoutes(app, { clusters, addresses: clusterAddresses, rights, now });
  registerKubeProxy(app, { clusters });
  extensionApi.registerRoutes(app);
  registerPageRoutes(app, {
    build,
    index,
    rights: shownRights,
    places,
    signInFacts: identity.signInFacts,
  });

  app.addHook('preClose', async () => {
    hub[Symbol.dispose]();
    center[Symbol.dispose]();
    liveHub[Symbol.dispose]();
  });
  app.addHook('onClose', async () => {
    index[Symbol.dispose]();
    choices[Symbol.dispose]();
    packageFolders[Symbol.dispose]();
    tellings[Symbol.dispose]();
    await rollbacks[Symbol.asyncDispose]();
    await health[Symbol.asyncDispose]();
    await installation[Symbol.asyncDispose]();
    await liveCatalogue[Symbol.asyncDispose]();
    platform[Symbol.dispose]();
    await catalogue[Symbol.asyncDispose]();
    await access[Symbol.asyncDispose]();
    await clusterController[Symbol.asyncDispose]();
    shownRights[Symbol.dispose]();
    rights[Symbol.dispose]();
    await source[Symbol.asyncDispose]();
    await identity[Symbol.asyncDispose]();
    await extensionApi[Symbol.asyncDispose]();
    await files[Symbol.asyncDispose]();
    await outside[Symbol.asyncDispose]();
    await operations[Symbol.asyncDispose]();
    await clusters[Symbol.asyncDispose]();
  });
  return {
    app,
    generatedPassword: identity.generatedPassword,
    drain: () => operations.drain(),
    close: () => app.close(),
  };
}

/** A client may announce JSON and send nothing, as for `enable`. */
function acceptEmptyBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, null);
    else parse(request, body, done);
  });
}
