/**
 * Time and memory of a gateway that syncs a repository of 500 extensions with five versions each.
 *
 * Method: 2,500 packages of about 20 kB are served by a Helm repository on loopback, whose index names their digests. The
 * embedded API and the gateway run in processes of their own. A Repository that keeps all versions is created; the clock
 * runs until the gateway says that it is synced and the API has all versions and extensions. Meanwhile the progress is asked
 * for. Then nothing changes, and a sync is asked for five times; the value is the slowest. Memory is the most that the
 * gateway had, garbage included, above what it had before.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testPackage } from '../packages/extension-package/src/testing.ts';
import { type GatewayServer, startGateway } from './support/gateway-server.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { report, round, spread } from './support/report.ts';

const EXTENSIONS = 500;
const VERSIONS = 5;
const AGAIN = 5;

await using resources = new AsyncDisposableStack();
const { path: folder } = resources.use(await dataFolder());
const { host, url, requests } = await serveCharts();
const kube = resources.use(await startKubeServer(join(folder, 'kube')));
const gateway = resources.use(await startGateway(join(folder, 'data'), { host: kube }, [], [host]));
await synced('luban');
const before = (await gateway.memory()).rss;

const began = performance.now();
await api('POST', '/apis/kubesphere.io/v1alpha1/repositories', {
  apiVersion: 'kubesphere.io/v1alpha1',
  kind: 'Repository',
  metadata: { name: 'bench' },
  spec: { url, depth: 0 },
});
const steps = await synced('bench');
await whole();
const first = performance.now() - began;
const growth = (await gateway.peak()) - before;
const settled = (await gateway.memory()).rss - before;
const stalls = await gateway.stalls();
const fetched = requests();

const again: number[] = [];
for (let turn = 0; turn < AGAIN; turn += 1) {
  const { lastSync } = await repository('bench');
  // Times of syncs have whole seconds.
  await sleep(1_100);
  const asked = performance.now();
  await api('POST', '/api/center/repositories/bench/sync', {});
  while ((await repository('bench')).lastSync === lastSync) await sleep(10);
  again.push(performance.now() - asked);
}

report({
  name: `catalogue: ${EXTENSIONS} extensions of ${VERSIONS} versions, synced again with nothing changed`,
  budget: 2_000,
  value: Math.max(...again),
  unit: 'ms',
  details: { again: spread(again), requests: requests() - fetched },
});
report({
  name: 'catalogue: memory of the first sync',
  budget: 300,
  value: growth,
  unit: 'MB',
  details: { first: round(first / 1e3), settled: round(settled), stalls, progress: steps, fetched },
});

interface Shown {
  name: string;
  state: string;
  lastSync?: string;
  progress?: { done: number; of: number };
  versions: number;
  chartProblems: unknown[];
}

async function repository(name: string): Promise<Shown> {
  const { repositories } = await api<{ repositories: Shown[] }>('GET', '/api/center/repositories');
  return repositories.find((one) => one.name === name) ?? { name, state: 'new', versions: 0, chartProblems: [] };
}

/** Resolves to how often the progress was another one. */
async function synced(name: string): Promise<number> {
  const seen = new Set<number>();
  for (;;) {
    const { state, progress, chartProblems } = await repository(name);
    if (progress !== undefined) seen.add(progress.done);
    if (state === 'failed' || chartProblems.length > 0)
      throw new Error(`The sync failed: ${JSON.stringify(chartProblems)}`);
    if (state === 'synced') return seen.size;
    await sleep(50);
  }
}

/** Waits until every extension says which version it recommends. */
async function whole(): Promise<void> {
  interface Extensions {
    items: { status?: { versions?: unknown[]; recommendedVersion?: string } }[];
  }
  for (;;) {
    const { items } = await api<Extensions>('GET', '/apis/kubesphere.io/v1alpha1/extensions');
    const done = items.filter(({ status }) => status?.versions?.length === VERSIONS && status.recommendedVersion);
    if (done.length === EXTENSIONS) return;
    await sleep(100);
  }
}

async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const { url: origin, cookie }: GatewayServer = gateway;
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { cookie, origin, ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function serveCharts() {
  const charts = new Map<string, Uint8Array>();
  const lines = ['apiVersion: v1', 'entries:'];
  for (let i = 0; i < EXTENSIONS; i += 1) {
    const name = `extension-${i}`;
    lines.push(`  ${name}:`);
    for (let v = 0; v < VERSIONS; v += 1) {
      const version = `1.${v}.0`;
      const archive = testPackage({ name, version, files: { 'static/noise.bin': randomBytes(18_000) } });
      const file = `${name}-${version}.tgz`;
      charts.set(`/${file}`, archive);
      const digest = createHash('sha256').update(archive).digest('hex');
      lines.push(`  - {name: ${name}, version: ${version}, digest: "${digest}", urls: [${file}]}`);
    }
  }
  const index = `${lines.join('\n')}\n`;
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    const content = request.url === '/index.yaml' ? index : charts.get(request.url!);
    if (content === undefined) response.writeHead(404);
    response.end(content);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  resources.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host: address, url: `http://${address}`, requests: () => count };
}
