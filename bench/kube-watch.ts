/**
 * How many events the embedded Kubernetes API delivers to 1,000 watchers of all pods, and what 10,000 watchers cost that
 * nothing happens to.
 *
 * Method: as in kube-reads.ts. The watchers share ten connections; 16 writers patch a label of one of 1,000 pods of about
 * 2 KB each, as fast as they are answered, for three seconds. The rate counts the lines that reach the watchers, from the
 * first write until every watcher has every event; that they all have is checked.
 */
import type { ClientHttp2Stream } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { http2Load, machine } from './support/kube-load.ts';
import { podPath } from './support/kube-pods.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { report, round } from './support/report.ts';

const PODS = 1_000;
const WATCHERS = 1_000;
const IDLE = 10_000;
const SECONDS = 3;
const NEW_LINE = 10;

await using folder = await dataFolder();
await using server = await startKubeServer(folder.path);
const podBytes = await server.fill(PODS);
using load = await http2Load(server, 10);
using writers = await http2Load(server, 1);
const newest = JSON.parse((await writers.request('GET', '/api/v1/pods?limit=1')).text()) as {
  metadata: { resourceVersion: string };
};
const watchPath = `/api/v1/pods?watch=true&resourceVersion=${newest.metadata.resourceVersion}`;

const before = await server.memory();
const statuses = new WeakMap<ClientHttp2Stream, number>();
let opens = 0;
let delivered = 0;
const counts: number[] = [];
for (let i = 0; i < WATCHERS; i++) {
  counts.push(0);
  watch(await open(watchPath), i);
}
await server.stalls();
const cpu = await server.cpu();
const began = performance.now();
let written = 0;
await Promise.all(Array.from({ length: 16 }, write));
const writing = performance.now() - began;
const wanted = written * WATCHERS;
while (delivered < wanted && performance.now() - began < 60_000) await sleep(5);
const took = performance.now() - began;
if (counts.some((count) => count !== written)) throw new Error(`Some of ${wanted} events were not delivered`);
report({
  name: 'kube: events delivered to 1,000 watchers',
  atLeast: 50_000,
  value: (delivered / took) * 1_000,
  unit: '1/s',
  details: {
    writes: written,
    podBytes,
    /** How long after the last write the last watcher had its event. */
    lag: round(took - writing, 0),
    serverCpu: round((await server.cpu()) - cpu, 0),
    took: round(took, 0),
    stalls: await server.stalls(),
    ...machine(),
  },
});

const idlePath = '/api/v1/namespaces/kube-system/secrets?watch=true&resourceVersion=1';
const busy = await server.memory();
let opened = 0;
let refused = 0;
await Promise.all(
  Array.from({ length: 100 }, async () => {
    while (opened + refused < IDLE) {
      opened++;
      const stream = await open(idlePath);
      if (statusOf(stream) === 200) continue;
      opened--;
      refused++;
    }
  }),
);
await sleep(1_000);
const after = await server.memory();
report({
  name: 'kube: memory for each watcher that nothing happens to',
  budget: 25,
  value: ((after.rss - busy.rss) * 1_000) / Math.max(1, opened),
  unit: 'kB',
  details: { opened, refused, before, busy, after, ...machine() },
});

function statusOf(stream: ClientHttp2Stream): number {
  return statuses.get(stream) ?? 0;
}

/** Resolves when the server has answered. */
function open(path: string): Promise<ClientHttp2Stream> {
  const stream = load.sessions[opens++ % load.sessions.length]!.request({ ':path': path, 'user-agent': 'bench' });
  return new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('response', (headers) => {
      statuses.set(stream, Number(headers[':status']));
      resolve(stream);
    });
  });
}

function watch(stream: ClientHttp2Stream, number: number): void {
  stream.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(NEW_LINE); at >= 0; at = chunk.indexOf(NEW_LINE, at + 1)) {
      delivered++;
      counts[number]!++;
    }
  });
}

async function write(): Promise<void> {
  while (performance.now() - began < SECONDS * 1_000) {
    const number = written++;
    const text = JSON.stringify({ metadata: { labels: { revision: `r-${number}` } } });
    const reply = await writers.request('PATCH', podPath(number % PODS), {
      type: 'application/merge-patch+json',
      text,
    });
    if (reply.status !== 200) throw new Error(reply.text());
  }
}
