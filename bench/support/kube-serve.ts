/**
 * A process that runs the embedded API as the product's thread of clusters does, with nothing beside it, and answers
 * questions about itself. See kube-server.ts.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@luban/kube';
import {
  type ApiHandler,
  type ApiServer,
  createApiServer,
  listen,
  openPki,
  openStore,
  type Store,
} from '@luban/kube-apiserver';
import { NAMESPACES, namespaceOf, podManifest, podName, podPath } from './kube-pods.ts';
import type { ServeCommand, ServeReady, ServeSettings } from './kube-server.ts';
import { percentile, round } from './report.ts';

const settings = JSON.parse(process.argv[2]!) as ServeSettings;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

const onError = (error: unknown) => console.error(error);
const marks: Record<string, number> = { modules: round(performance.now(), 1) };
const mark = (name: string) => {
  marks[name] = round(performance.now(), 1);
};
const pki = await openPki(settings.pki, { clock: systemClock });
mark('pki');
const store = await openStore({ directory: settings.directory, onError });
mark('store');
let port = 0;
const server = await createApiServer({ store, pki, address: () => `https://127.0.0.1:${port}`, onError });
mark('server');
const listener = await listen({
  tls: { key: pki.server.key, cert: pki.server.certificate, ca: pki.ca },
  host: '127.0.0.1',
  port,
  route: (path) => ({ handler: counting(server.handler), path }),
});
port = listener.port;
mark('listening');
const { ca, admin } = pki;
process.send!({ port, ca, key: admin.key, certificate: admin.certificate, marks } satisfies ServeReady);

let podWatches = 0;

/** Counts the watches of pods that are open. */
function counting(handler: ApiHandler): ApiHandler {
  return {
    ...handler,
    async handle(request) {
      const response = await handler.handle(request);
      const { body } = response;
      const isWatch = request.path === '/api/v1/pods' && request.query.get('watch') === 'true';
      if (!isWatch || typeof body !== 'function') return response;
      podWatches++;
      return {
        ...response,
        body(sink) {
          sink.onClose(() => podWatches--);
          body(sink);
        },
      };
    },
  };
}

// A bench that is broken off takes its server along.
process.on('disconnect', () => process.exit(1));
process.on('message', async ({ id, call, argument }: ServeCommand) => {
  process.send!({ id, value: await answer(call, argument) });
  if (call === 'stop') process.exit(0);
});

async function answer(call: ServeCommand['call'], argument: number): Promise<unknown> {
  switch (call) {
    case 'fill':
      return fill(server, store, argument);
    case 'memory': {
      const { rss, heapUsed, external } = process.memoryUsage();
      return { rss: rss / 1e6, heapUsed: heapUsed / 1e6, external: external / 1e6 };
    }
    case 'stalls': {
      const stalls = { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
      delay.reset();
      return stalls;
    }
    case 'churn':
      return churn(store, argument);
    case 'pod-watches':
      return podWatches;
    case 'in-process':
      return getInProcess(argument);
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e3;
    }
    case 'stop':
      await listener[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      return undefined;
  }
}

/** Makes pods as the API makes one, without asking the API for each. Returns the bytes of one. */
async function fill({ client }: ApiServer, { newest, write }: Store, pods: number): Promise<number> {
  const bound = write.bind(store);
  const core = (resource: string, namespace?: string, name?: string) => ({
    ...{ group: '', version: 'v1', resource, namespace, name },
  });
  const asAdministrator = client({ userAgent: 'bench' });
  for (const name of NAMESPACES) {
    await asAdministrator.create(core('namespaces'), { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    while (newest.call(store, 'serviceaccounts', `${name}/default`) === undefined) await sleep(5);
  }
  const { metadata, ...made } = await asAdministrator.create(core('pods', namespaceOf(0)), podManifest(0));
  const uid = metadata.uid!;
  const pending: Promise<unknown>[] = [];
  for (let number = 1; number < pods; number++) {
    const draft = podManifest(number);
    const object = structuredClone({
      ...made,
      metadata: { ...metadata, ...draft.metadata, uid: uid.slice(0, -6) + String(number).padStart(6, '0') },
    });
    pending.push(bound({ resource: 'pods', key: `${namespaceOf(number)}/${podName(number)}`, object }));
    if (pending.length === 1000) await Promise.all(pending.splice(0));
  }
  await Promise.all(pending);
  return store.get('pods', `${namespaceOf(1)}/${podName(1)}`)!.json.length;
}

const CHURN_SECONDS = 10;
const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];

/** Changes so many pods a second, in turn and all over, in phase or label. @returns how many there were */
async function churn(store: Store, perSecond: number): Promise<number> {
  const pods = store.list('pods', {}).items;
  const began = performance.now();
  const pending: Promise<unknown>[] = [];
  let turn = 0;
  for (let time = 0; time < CHURN_SECONDS * 1_000; time = performance.now() - began) {
    for (const due = (time / 1_000) * perSecond; turn < due; turn++) {
      const { key } = pods[(turn * 7_919) % pods.length]!;
      const { metadata, status, ...rest } = store.get('pods', key)!.object;
      const changed =
        turn % 2 === 0
          ? { metadata: { ...metadata, labels: { ...metadata.labels, revision: `r-${turn}` } }, status }
          : { metadata: { ...metadata }, status: { ...(status as object), phase: PHASES[turn % PHASES.length] } };
      pending.push(store.write({ resource: 'pods', key, object: { ...rest, ...changed } }));
    }
    await sleep(10);
  }
  await Promise.all(pending);
  return turn;
}

/** The same GET without the wire: what remains is what the API itself costs. */
async function getInProcess(pods: number): Promise<{ perSecond: number; p99: number }> {
  const transport = server.transport();
  const times: number[] = [];
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < 2_000; count++) {
    const from = performance.now();
    await transport({ method: 'GET', path: podPath((count * 7919) % pods) });
    times.push(performance.now() - from);
  }
  return { perSecond: (count / (performance.now() - began)) * 1000, p99: percentile(times, 0.99) };
}
