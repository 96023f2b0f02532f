/** Starts the server: settings, start, a line for the person, and an end without loose ends. */
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import type { LubanServer } from './create-server.ts';
import { ADMINISTRATOR } from './identity/administrator.ts';
import { startEmbeddedKube } from './kube/embedded-kube.ts';
import type { KubeReady } from './kube/kube-settings.ts';
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
  const { dataDir, extensionRoots, adminPassword } = settings;
  const { host, kubePort, demo, allowHosts } = settings;
  // Also for the thread of the clusters. A thousand files are compiled at the first start, and found so at the next.
  enableCompileCache(join(dataDir, 'cache', 'code'));
  await using starting = new AsyncDisposableStack();
  const onError = (text: string) => console.error(text);
  const clusters = startEmbeddedKube({ dataDir, host, port: kubePort, demo, allowHosts, onError, onEnd });
  // Read while the clusters start, which they do on a processor of their own.
  const gateway = import('./create-server.ts');
  const kube = starting.use(await clusters);
  const { createServer } = await gateway;
  const server = await createServer({
    dataDir,
    extensionRoots,
    adminPassword,
    allowHosts,
    consoleDir: CONSOLE,
    clusters: kube.clusters.map(({ name, displayName, server }) => ({
      name,
      displayName,
      endpoint: { server, ...kube.credentials },
    })),
  });
  starting.defer(() => server.close());
  await listen(server, settings);
  announce(server, settings, kube);
  endOnSignal(starting.move());
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

function announce({ app, generatedPassword }: LubanServer, { host }: Settings, kube: KubeReady): void {
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  console.info(`\n  LuBan is ready at http://${shown}:${port}\n`);
  console.info(`  Its clusters are simulated, and speak to kubectl: export KUBECONFIG=${kube.kubeconfig}\n`);
  if (generatedPassword === undefined) return;
  console.info(`  Sign in as ${ADMINISTRATOR} with the password ${generatedPassword}`);
  console.info('  It is shown this once, and has to be changed then. To have another one,');
  console.info('  set LUBAN_ADMIN_PASSWORD and start LuBan again.\n');
}

/** A terminal sends the signal to the launcher and to this process, so a second one is no impatience. */
function endOnSignal(running: AsyncDisposable): void {
  let ending = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      setTimeout(() => process.exit(1), 5_000).unref();
      running[Symbol.asyncDispose]().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
