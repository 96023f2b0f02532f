/**
 * How fast the embedded Kubernetes API is read, with 10,000 pods of about 2 KB, and in pages with 100,000.
 *
 * Method: the server runs in a process of its own with its store on the disk, as in the product; this process asks over
 * TLS and HTTP/2 on the loopback, without compression. Each rate is the median of three runs of two seconds after one to
 * warm up. Pages of 500 are fetched to the end of 100,000 pods; compared are the median times of the first and of the last
 * twenty. The same GET over HTTP/1.1 and within the process tells what the wire costs.
 */
import { http1Load, http2Load, type Load, machine, rateOf } from './support/kube-load.ts';
import { podPath } from './support/kube-pods.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { median, report, round, spread } from './support/report.ts';

const PODS = 10_000;
const MANY = 100_000;

{
  await using folder = await dataFolder();
  await using server = await startKubeServer(folder.path);
  const podBytes = await server.fill(PODS);
  using load = await http2Load(server, 4);
  using old = http1Load(server, 32);
  const get = (by: Load) => (number: number) => by.request('GET', podPath((number * 7919) % PODS));

  const gets = await rateOf(get(load), { server, concurrency: 64 });
  const overHttp1 = await rateOf(get(old), { server, concurrency: 32, runs: 1 });
  const inProcess = await server.getInProcess(PODS);
  report({
    name: 'kube: GET of a pod',
    atLeast: 8_000,
    value: gets.perSecond,
    unit: '1/s',
    details: {
      ...gets,
      podBytes,
      pods: PODS,
      http1: overHttp1.perSecond,
      inProcess: round(inProcess.perSecond, 0),
      ...machine(),
    },
  });

  const list = '/api/v1/pods?limit=500';
  const { bytes } = await load.request('GET', list);
  const lists = await rateOf(() => load.request('GET', list), { server, concurrency: 8 });
  report({
    name: 'kube: LIST of 500 of 10,000 pods',
    atLeast: 400,
    value: lists.perSecond,
    unit: '1/s',
    details: { ...lists, bytes, ...machine() },
  });

  const selected = (number: number) => load.request('GET', `/api/v1/pods?labelSelector=app%3Dapp-${number % 100}`);
  const found = JSON.parse((await selected(0)).text()) as { items: unknown[] };
  if (found.items.length !== PODS / 100) throw new Error(`${found.items.length} pods were selected`);
  const selections = await rateOf(selected, { server, concurrency: 8 });
  report({
    name: 'kube: LIST of 100 of 10,000 pods by a label',
    atLeast: 500,
    value: selections.perSecond,
    unit: '1/s',
    details: { ...selections, stalls: await server.stalls(), ...machine() },
  });
}

{
  await using folder = await dataFolder();
  await using server = await startKubeServer(folder.path);
  await server.fill(MANY);
  using load = await http2Load(server);
  const passes = [await pages(load), await pages(load), await pages(load)].slice(1);
  const ratios = passes.map(({ times }) => median(times.slice(-20)) / median(times.slice(0, 20)));
  report({
    name: 'kube: last pages of 100,000 pods against the first, in time',
    budget: 1.5,
    value: median(ratios),
    unit: '×',
    details: {
      page: spread(passes.flatMap(({ times }) => times)),
      seconds: passes.map(({ took }) => round(took / 1_000)),
      ...machine(),
    },
  });
}

async function pages(load: Load): Promise<{ times: number[]; took: number }> {
  const times: number[] = [];
  const began = performance.now();
  let next = '';
  let items = 0;
  do {
    const from = performance.now();
    const reply = await load.request('GET', `/api/v1/pods?limit=500${next && `&continue=${next}`}`);
    times.push(performance.now() - from);
    const page = JSON.parse(reply.text()) as { metadata: { continue?: string }; items: unknown[] };
    items += page.items.length;
    next = page.metadata.continue ?? '';
  } while (next !== '');
  if (items !== MANY) throw new Error(`The pages had ${items} pods`);
  return { times, took: performance.now() - began };
}
