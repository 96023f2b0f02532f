/** Starts the server: settings, start, a line for the person, and an end without loose ends. */
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import type { StaticCluster } from './clusters/static-clusters.ts';
import type { LubanServer } from './create-server.ts';
import { ADMINISTRATOR } from './identity/administrator.ts';
import { startEmbeddedKube } from './kube/embedded-kube.ts';
import { IN_CLUSTER, openGivenCluster } from './kube/given-cluster.ts';
import { readSettings, type Settings } from './settings.ts';
import { explainStartFailure } from './start-failure.ts';

const CONSOLE = join(dirname(dirname(import.meta.dirname)), 'console', 'dist');

try {
  await main();
} catch (error) {
  console.error(explainStartFailure(error));
  process.exit(1);
}

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const { dataDir, extensionRoots, preinstalled, adminPassword, allowHosts } = settings;
  const { logLevel, trustedProxies, metricsToken, helm, helmImage } = settings;
  // Also for the thread of the clusters. A thousand files are compiled at the first start, and found so at the next.
  enableCompileCache(join(dataDir, 'cache', 'code'));
  await using starting = new AsyncDisposableStack();
  const opening = openKube(settings, starting);
  // Read while the clusters start, which they do on a processor of their own.
  const gateway = import('./create-server.ts');
  const kube = await opening;
  const { createServer } = await gateway;
  const server = await createServer({
    ...{ dataDir, extensionRoots, preinstalled, adminPassword, allowHosts, logLevel, trustedProxies, metricsToken },
    ...{ helm, helmImage },
    consoleDir: CONSOLE,
    clusters: kube.clusters,
    mode: kube.kubeconfig === undefined ? 'cluster' : 'embedded',
    insideHost: settings.kubeconfig === IN_CLUSTER,
  });
  starting.defer(() => server.close());
  await listen(server, settings);
  announce(server, settings, kube);
  endOnSignal(server, settings, starting.move());
}

interface Kube {
  clusters: StaticCluster[];
  /** Path of the administrator's, for embedded clusters. */
  kubeconfig?: string;
}

async function openKube(settings: Settings, resources: AsyncDisposableStack): Promise<Kube> {
  const { dataDir, host, kubePort, demo, allowHosts } = settings;
  if (settings.kubeconfig !== undefined) {
    return { clusters: [await openGivenCluster(settings.kubeconfig, process.env)] };
  }
  const onError = (text: string) => console.error(text);
  const embedded = await startEmbeddedKube({ dataDir, host, port: kubePort, demo, allowHosts, onError, onEnd });
  resources.use(embedded);
  const clusters = embedded.clusters.map(({ name, displayName, server }) => ({
    name,
    displayName,
    endpoint: { server, ...embedded.credentials, local: embedded.local },
  }));
  return { clusters, kubeconfig: embedded.kubeconfig };
}

/** A console without its clusters would only seem to run; what is kept survives, and a new start finds it. */
function onEnd(code: number): void {
  console.error(`The embedded Kubernetes API ended with code ${code}; the lines above say why. Start LuBan again.`);
  process.exit(1);
}

/** Without the log's own line: a person gets a better one. */
async function listen({ app }: LubanServer, { port, host }: Settings): Promise<void> {
  const { level } = app.log;
  app.log.level = 'warn';
  await app.listen({ port, host });
  app.log.level = level;
}

function announce({ app, generatedPassword }: LubanServer, { host }: Settings, { kubeconfig, clusters }: Kube): void {
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  console.info(`\n  LuBan is ready at http://${shown}:${port}\n`);
  if (kubeconfig === undefined) console.info(`  Its host cluster is ${clusters[0]?.endpoint.server}\n`);
  else console.info(`  Its clusters are simulated, and speak to kubectl: export KUBECONFIG=${kubeconfig}\n`);
  if (generatedPassword === undefined) return;
  console.info(`  Sign in as ${ADMINISTRATOR} with the password ${generatedPassword}`);
  console.info('  It is shown this once, and has to be changed then. To have another one,');
  console.info('  set LUBAN_ADMIN_PASSWORD and start LuBan again.\n');
}

/** Requests and streams may take this long to end by themselves. */
const ENDS_WITHIN = 5_000;

/**
 * First balancers are told, and given the time to send nobody more; then what runs may end. A terminal sends the signal to
 * the launcher and to this process, so a second one is no impatience.
 */
function endOnSignal(server: LubanServer, { drainDelay }: Settings, running: AsyncDisposable): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      server.drain();
      setTimeout(() => process.exit(1), drainDelay + ENDS_WITHIN).unref();
      setTimeout(() => {
        running[Symbol.asyncDispose]().then(
          () => process.exit(0),
          () => process.exit(1),
        );
      }, drainDelay);
    });
  }
}
