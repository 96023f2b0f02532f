/**
 * How fast the embedded Kubernetes API takes writes that are on the disk when they are answered, with 10,000 pods of about
 * 2 KB.
 *
 * Method: as in kube-reads.ts, with 64 writers who each wait for their answer. Creations are of pods, spread over ten
 * namespaces; patches change a label or an image of one of the 10,000 pods to a value that it has not had, so that each is
 * a write. Details tell how long the event loop of the server was blocked at most.
 */
import { http2Load, type Load, machine, rateOf } from './support/kube-load.ts';
import { namespaceOf, podManifest, podPath } from './support/kube-pods.ts';
import { dataFolder, startKubeServer } from './support/kube-server.ts';
import { report } from './support/report.ts';

const PODS = 10_000;

await using folder = await dataFolder();
await using server = await startKubeServer(folder.path);
await server.fill(PODS);
const writers = { server, concurrency: 64 };
using load = await http2Load(server, 4);
await server.stalls();

const createPod = (number: number) =>
  load.request('POST', `/api/v1/namespaces/${namespaceOf(number)}/pods`, {
    type: 'application/json',
    text: JSON.stringify(podManifest(number, `new-${number}`)),
  });
const creations = await rateOf(createPod, writers);
report({
  name: 'kube: durable creation of a pod',
  atLeast: 2_000,
  value: creations.perSecond,
  unit: '1/s',
  details: { ...creations, stalls: await server.stalls(), ...machine() },
});

const image = (number: number) => `registry.example.com/shop/web:2.0.${number}`;
const kinds: Record<string, (number: number) => ReturnType<Load['request']>> = {
  'merge patch': (number) =>
    patch(number, 'application/merge-patch+json', { metadata: { labels: { revision: `r-${number}` } } }),
  'strategic merge patch': (number) =>
    patch(number, 'application/strategic-merge-patch+json', {
      spec: { containers: [{ name: 'web', image: image(number) }] },
    }),
  'server-side apply': (number) =>
    patch(
      number,
      'application/apply-patch+yaml',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { labels: { applied: `r-${number}` } },
        spec: { containers: [{ name: 'web', image: image(number) }] },
      },
      '?fieldManager=bench-apply&force=true',
    ),
};
for (const [kind, write] of Object.entries(kinds)) {
  const rate = await rateOf(write, writers);
  report({
    name: `kube: durable ${kind} of one of 10,000 pods`,
    atLeast: 1_500,
    value: rate.perSecond,
    unit: '1/s',
    details: { ...rate, stalls: await server.stalls(), ...machine() },
  });
}

function patch(number: number, type: string, value: object, query = '') {
  const pod = (number * 7919) % PODS;
  return load.request('PATCH', `${podPath(pod)}${query}`, { type, text: JSON.stringify(value) });
}
