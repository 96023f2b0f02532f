/** A process that runs the gateway in front of given clusters, and answers questions about itself. See gateway-server.ts. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ClusterConnection } from '../../apps/server/src/clusters/cluster-connection.ts';
import { createServer } from '../../apps/server/src/create-server.ts';
import { installPlatformDefinitions } from '../../apps/server/src/kube/platform-definitions/install-platform-definitions.ts';
import type { GatewayCommand, GatewayReady, GatewaySettings } from './gateway-server.ts';

const settings = JSON.parse(process.argv[2]!) as GatewaySettings;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

await using connection = new ClusterConnection(settings.clusters[0]!.endpoint);
await installPlatformDefinitions(connection.client());
const server = await createServer({
  dataDir: settings.dataDir,
  consoleDir: settings.consoleDir,
  extensionRoots: settings.extensions,
  allowHosts: settings.allowHosts,
  adminPassword: settings.password,
  clusters: settings.clusters,
  logLevel: 'error',
});
const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
process.send!({ url } satisfies GatewayReady);

// A bench that is broken off takes its gateway along.
process.on('disconnect', () => process.exit(1));
process.on('message', async ({ id, call }: GatewayCommand) => {
  process.send!({ id, value: await answer(call) });
  if (call === 'stop') process.exit(0);
});

async function answer(call: GatewayCommand['call']): Promise<unknown> {
  switch (call) {
    case 'memory': {
      globalThis.gc?.();
      const { rss, heapUsed, external } = process.memoryUsage();
      return { rss: rss / 1e6, heapUsed: heapUsed / 1e6, external: external / 1e6 };
    }
    case 'peak':
      return process.resourceUsage().maxRSS / 1e3;
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e3;
    }
    case 'stalls': {
      const stalls = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
      delay.reset();
      return stalls;
    }
    case 'stop':
      return server.close();
  }
}
