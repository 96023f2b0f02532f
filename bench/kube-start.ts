/**
 * How long the embedded Kubernetes API takes from nothing to its first answer, and how much memory it has, with no pods,
 * with 10,000 and with 100,000 of about 2 KB.
 *
 * Method: a server fills its store and is stopped (its own start, in `coldStart`, also makes certificates and compiles), then comes again in the same folder, three times; the time is from
 * before its process is started until a GET of a pod was answered over TLS, the median counts. Its loops look at all
 * objects after that; memory is the resident set of the process ten seconds later, without a collection being asked for.
 * Details tell the steps of the start, in milliseconds of the process, and how long the event loop was blocked at most.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { http2Load, machine } from './support/kube-load.ts';
import { podPath } from './support/kube-pods.ts';
import { dataFolder, type Memory, startKubeServer } from './support/kube-server.ts';
import { median, report, round, spread } from './support/report.ts';

const SIZES = [
  { pods: 0, seconds: 1, megabytes: 150 },
  { pods: 10_000, seconds: 1, megabytes: 250 },
  { pods: 100_000, seconds: 5, megabytes: 1_000 },
];
const RUNS = 3;

for (const { pods, seconds, megabytes } of SIZES) {
  await using folder = await dataFolder();
  let coldStart = 0;
  {
    await using server = await startKubeServer(folder.path);
    coldStart = server.start / 1_000;
    if (pods > 0) await server.fill(pods);
  }
  const times: number[] = [];
  const memories: Memory[] = [];
  let marks: Record<string, number> = {};
  let stalls = {};
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await using server = await startKubeServer(folder.path);
    using load = await http2Load(server);
    const reply = await load.request('GET', pods > 0 ? podPath(pods - 1) : '/api/v1/namespaces/default');
    times.push(performance.now() - began);
    if (reply.status !== 200) throw new Error(reply.text());
    marks = server.marks;
    await sleep(10_000);
    memories.push(await server.memory());
    stalls = await server.stalls();
  }
  const name = pods.toLocaleString('en');
  report({
    name: `kube: start with ${name} pods`,
    budget: seconds,
    value: median(times) / 1_000,
    unit: 's',
    details: { ...spread(times.map((time) => time / 1_000)), coldStart: round(coldStart), marks, stalls, ...machine() },
  });
  const rss = memories.map((memory) => memory.rss);
  report({
    name: `kube: memory with ${name} pods`,
    budget: megabytes,
    value: median(rss),
    unit: 'MB',
    details: {
      ...spread(rss),
      heapUsed: round(memories.at(-1)!.heapUsed, 0),
      external: round(memories.at(-1)!.external, 0),
    },
  });
}
