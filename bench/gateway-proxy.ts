/**
 * What the gateway costs those who go through it, and what a dead member costs those who ask the host.
 *
 * Method: three processes, of the cluster, its member and the gateway, and this one for the load; the embedded API with
 * 10,000 pods of about 2 KB stands for the clusters. The same GET goes straight to the cluster (HTTP/1.1 over TLS, as a
 * client of one cluster would) and through the gateway (HTTP/1.1 with the cookie of the administrator, in whose name it
 * asks), in turn, five times each; compared are the medians, and the 99th percentile of all that was asked. With two
 * processors the three processes are in each other's way, so that what the gateway takes the cluster lacks. Then lists of
 * the host are timed while the member answers, and after it was killed with requests to it under way all the time.
 */
import { Agent, request } from 'node:http';
import { startGateway } from './support/gateway-server.ts';
import { http1Load, type Load, machine, type Rate, type Reply, rateOf } from './support/kube-load.ts';
import { podPath } from './support/kube-pods.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { median, report, spread } from './support/report.ts';

const PODS = 10_000;
const TURNS = 5;

await using hostFolder = await dataFolder();
await using memberFolder = await dataFolder();
await using gatewayFolder = await dataFolder();
await using host = await startKubeServer(hostFolder.path);
await using member = await startKubeServer(memberFolder.path);
const podBytes = await host.fill(PODS);
await using gateway = await startGateway(gatewayFolder.path, { host, member });
using direct = http1Load(host, 64);
using proxied = throughGateway(gateway.url, gateway.cookie, 64);
await liftLimits(direct);

interface Kind {
  name: string;
  path(number: number): string;
  concurrency: number;
}

const kinds: Kind[] = [
  { name: 'GET of a pod', path: (number) => podPath((number * 7_919) % PODS), concurrency: 32 },
  { name: 'LIST of 500 pods', path: () => '/api/v1/pods?limit=500', concurrency: 8 },
];
for (const { name, path, concurrency } of kinds) {
  const ratios: number[] = [];
  const rates: Record<'direct' | 'proxied', Rate[]> = { direct: [], proxied: [] };
  for (let turn = 0; turn < TURNS; turn++) {
    const ask = (load: Load) =>
      rateOf((number) => load.request('GET', path(number)), { server: gateway, concurrency, seconds: 1.5, runs: 1 });
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
    name: `gateway: ${name} through the proxy against the direct call, in rate`,
    atLeast: 0.7,
    value: median(ratios),
    unit: '×',
    details: {
      ...{ direct: summary(rates.direct), proxied: summary(rates.proxied), ratios: spread(ratios) },
      gatewayCpu: `${median(rates.proxied.map(({ serverCpu }) => serverCpu))} µs`,
      podBytes,
      ...machine(),
    },
  });
}

const list = () => proxied.request('GET', '/api/v1/pods?limit=100');
const alive = await timesOf(list);
await member.kill();
const end = new AbortController();
const asking = askOnAndOn('/clusters/member/api/v1/pods?limit=100', end.signal);
const dead = await timesOf(list);
end.abort();
const refusals = await asking;
report({
  name: 'gateway: lists of the host beside a dead member against those beside a living one, in time',
  budget: 1.1,
  value: median(dead) / median(alive),
  unit: '×',
  details: { alive: spread(alive), dead: spread(dead), refusal: spread(refusals), ...machine() },
});

/** One after the other, so that what is measured is how long one takes. */
async function timesOf(call: () => Promise<Reply>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < 600; i++) {
    const from = performance.now();
    const { status } = await call();
    if (status !== 200) throw new Error(`The host answered ${status}`);
    if (i >= 100) times.push(performance.now() - from);
  }
  return times;
}

/** Ten a second, as tabs that are open at the member. @returns milliseconds that a refusal took */
async function askOnAndOn(path: string, signal: AbortSignal): Promise<number[]> {
  const times: number[] = [];
  while (!signal.aborted) {
    const from = performance.now();
    const { status } = await proxied.request('GET', path);
    if (status !== 503) throw new Error(`The dead member answered ${status}`);
    times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return times;
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
