/**
 * What the gateway costs those who go through it, and what a dead member costs those who ask the host.
 *
 * Method: first the product as `npm start` runs it, with the gateway and the embedded clusters in one process, and the load
 * in this one: the same GET goes straight to the embedded API (HTTP/1.1 over TLS, with the kubeconfig's certificate) and
 * through the gateway (HTTP/1.1 with the cookie of the administrator, in whose name it asks), in turn, five times each;
 * compared are the medians, and the 99th percentile of all that was asked. Then the same with clusters in processes of
 * their own, as real ones are, which the gateway reaches over TLS: with two processors all are in each other's way, so that
 * what the gateway takes the cluster lacks, and the figure has no budget.
 *
 * Last, one of two members is killed, and lists of the host are timed beside requests to the dead one and beside requests
 * to the living one, fifty lists in turn: from second to second such times change by more than is looked for here. What a
 * dead member costs though nobody asks it, such as looks whether it is back, is in the way of both and has a figure of its
 * own: by how much the gateway's time on the processors grows while it is at rest.
 */
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { ADMIN, startProduct } from '../e2e/support/product.ts';
import { temporaryFolder } from '../e2e/support/temporary-folder.ts';
import { startGateway } from './support/gateway-server.ts';
import { http1Load, type Load, machine, type Rate, rateOf } from './support/kube-load.ts';
import { podPath } from './support/kube-pods.ts';
import { dataFolder, type KubeServer, startKubeServer } from './support/kube-server.ts';
import { median, report, round, spread } from './support/report.ts';

const PODS = 10_000;
const TURNS = 5;
/** Lists of the host that are timed before the other member is asked. */
const SLICE = 50;
/** Of those beside each member; and as many before them to warm up. */
const SLICES = 40;
const WARM_SLICES = 10;

const MAPS = '/api/v1/namespaces/default/configmaps';
const COUNT = 1_000;

{
  await using folder = await temporaryFolder('luban-bench-');
  await using product = await startProduct({ extensions: [folder.path] });
  using direct = http1Load(await productKube(product.dataDir), 64);
  using proxied = throughGateway(product.url, await cookieOf(product.url), 64);
  for (let i = 0; i < COUNT; i++) {
    const metadata = { name: `map-${i}` };
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text: 'x'.repeat(1_800) } });
    await direct.request('POST', MAPS, { type: 'application/json', text });
  }
  await compare({ direct, proxied, server: undefined, budget: 0.7, where: 'embedded' }, [
    { name: 'GET of a config map', path: (number) => `${MAPS}/map-${(number * 7) % COUNT}`, concurrency: 32 },
    { name: 'LIST of 500 config maps', path: () => `${MAPS}?limit=500`, concurrency: 8 },
  ]);
}

await using hostFolder = await dataFolder();
await using memberFolder = await dataFolder();
await using livingFolder = await dataFolder();
await using gatewayFolder = await dataFolder();
await using host = await startKubeServer(hostFolder.path);
await using member = await startKubeServer(memberFolder.path);
await using living = await startKubeServer(livingFolder.path);
await host.fill(PODS);
await using gateway = await startGateway(gatewayFolder.path, { host, member, living });
using direct = http1Load(host, 64);
using proxied = throughGateway(gateway.url, gateway.cookie, 64);
await liftLimits(direct);

await compare({ direct, proxied, server: gateway, budget: undefined, where: 'over TLS' }, [
  { name: 'GET of a pod', path: (number) => podPath((number * 7_919) % PODS), concurrency: 32 },
  { name: 'LIST of 500 pods', path: () => '/api/v1/pods?limit=500', concurrency: 8 },
]);

const list = () => proxied.request('GET', '/api/v1/pods?limit=100');
const PODS_OF = (member: string) => `/clusters/${member}/api/v1/pods?limit=100`;
const MEMBERS = [
  { name: 'member', status: 503 },
  { name: 'living', status: 200 },
] as const;
for (const { name } of MEMBERS) {
  // The administrator's rights arrive there a moment after the member.
  while ((await proxied.request('GET', PODS_OF(name))).status !== 200) await sleep(50);
}
// Both paths have run before one is compared with the other.
for (let i = 0; i < 600; i++) await list();
const before = await atRest();
await member.kill();
const after = await atRest();
report({
  name: 'gateway: what a dead member adds to the time on a processor at rest',
  // A hundredth of one.
  budget: 10,
  value: after - before,
  unit: 'ms/s',
  details: { before: `${round(before, 1)} ms/s`, after: `${round(after, 1)} ms/s`, ...machine() },
});

const times: Record<string, number[]> = { member: [], living: [] };
const answers: Record<string, number[]> = { member: [], living: [] };
for (let turn = 0; turn < SLICES + WARM_SLICES; turn++) {
  // Each is the first as often as the other.
  for (const { name, status } of turn % 2 === 0 ? MEMBERS : MEMBERS.toReversed()) {
    const slice = await beside(name, status);
    if (turn < WARM_SLICES) continue;
    times[name]!.push(...slice.times);
    answers[name]!.push(slice.answer);
  }
}
report({
  name: 'gateway: lists of the host beside a dead member against those beside a living one, in time',
  budget: 1.1,
  value: median(times.member!) / median(times.living!),
  unit: '×',
  details: {
    alive: spread(times.living!),
    dead: spread(times.member!),
    refusal: spread(answers.member!),
    ...machine(),
  },
});

interface Kind {
  name: string;
  path(number: number): string;
  concurrency: number;
}

interface Ways {
  direct: Load;
  proxied: Load;
  /** Whose time on a processor is told. */
  server: Pick<KubeServer, 'cpu'> | undefined;
  budget: number | undefined;
  where: string;
}

async function compare({ direct, proxied, server, budget, where }: Ways, kinds: readonly Kind[]): Promise<void> {
  for (const { name, path, concurrency } of kinds) {
    const ratios: number[] = [];
    const rates: Record<'direct' | 'proxied', Rate[]> = { direct: [], proxied: [] };
    for (let turn = 0; turn < TURNS; turn++) {
      const ask = (load: Load) =>
        rateOf((number) => load.request('GET', path(number)), {
          ...{ server: server ?? { cpu: async () => 0 }, concurrency },
          ...{ seconds: 1.5, runs: 1 },
        });
      const straight = await ask(direct);
      const through = await ask(proxied);
      rates.direct.push(straight);
      rates.proxied.push(through);
      ratios.push(through.perSecond / straight.perSecond);
    }
    const summary = (list: Rate[]) => ({
      rps: median(list.map(({ perSecond }) => perSecond)),
      p50: median(list.map(({ p50 }) => p50)),
      p99: median(list.map(({ p99 }) => p99)),
    });
    report({
      name: `gateway: ${name} through the proxy against the direct call, ${where}, in rate`,
      atLeast: budget ?? 0,
      value: median(ratios),
      unit: '×',
      details: {
        ...{ direct: summary(rates.direct), proxied: summary(rates.proxied), ratios: spread(ratios) },
        ...(server !== undefined && { gatewayCpu: `${median(rates.proxied.map(({ serverCpu }) => serverCpu))} µs` }),
        ...machine(),
      },
    });
  }
}

async function productKube(dataDir: string) {
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromFile(join(dataDir, 'kubeconfig'));
  const decoded = (data: string | undefined) => Buffer.from(data ?? '', 'base64').toString();
  const cluster = kubeconfig.getCurrentCluster();
  const user = kubeconfig.getCurrentUser();
  return {
    port: Number(new URL(cluster?.server ?? '').port),
    ca: decoded(cluster?.caData),
    key: decoded(user?.keyData),
    certificate: decoded(user?.certData),
    marks: {},
  };
}

async function cookieOf(url: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMIN),
  });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** Lists of the host, one after the other, beside a request to the member. @param status that it answers */
async function beside(name: string, status: number): Promise<{ times: number[]; answer: number }> {
  const from = performance.now();
  const asked = proxied.request('GET', PODS_OF(name)).then((reply) => {
    if (reply.status !== status) throw new Error(`The member answered ${reply.status}`);
    return performance.now() - from;
  });
  const times: number[] = [];
  for (let i = 0; i < SLICE; i++) {
    const from = performance.now();
    const { status } = await list();
    if (status !== 200) throw new Error(`The host answered ${status}`);
    times.push(performance.now() - from);
  }
  return { times, answer: await asked };
}

/** What the gateway does while nobody asks. @returns milliseconds on a processor, of a second */
async function atRest(): Promise<number> {
  const [from, cpu] = [performance.now(), await gateway.cpu()];
  await sleep(8_000);
  return (((await gateway.cpu()) - cpu) / (performance.now() - from)) * 1_000;
}

function throughGateway(url: string, cookie: string, connections: number): Load {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    [Symbol.dispose]: () => agent.destroy(),
    request: (method, path) =>
      new Promise((resolve, reject) => {
        const sent = request(
          { hostname, port, method, path, agent, headers: { cookie, 'user-agent': 'bench' } },
          (response) => {
            const chunks: Buffer[] = [];
            response.on('data', (chunk: Buffer) => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () => {
              const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
              resolve({ status: response.statusCode!, bytes, text: () => Buffer.concat(chunks).toString() });
            });
          },
        );
        sent.on('error', reject);
        sent.end();
      }),
  };
}

/** They are for people, and this is none. */
async function liftLimits(load: Load): Promise<void> {
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'luban-limits' },
    data: { 'limits.yaml': 'exempt:\n  names: [admin]\n' },
  };
  const text = JSON.stringify(map);
  const reply = await load.request('POST', '/api/v1/namespaces/luban-system/configmaps', {
    type: 'application/json',
    text,
  });
  if (reply.status !== 201) throw new Error(reply.text().slice(0, 300));
}
