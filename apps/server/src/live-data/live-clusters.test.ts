import { expect, test, vi } from 'vitest';
import { answer, FaultyConnection, refusal, WATCH_LIST } from './testing/faulty-connection.ts';
import { hurried } from './testing/hurried.ts';
import { liveStage } from './testing/live-stage.ts';
import { makePod } from './testing/make-pod.ts';

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

test('an older cluster is listed page by page', async () => {
  const stage = await liveStage({ clock: hurried });
  const { connection } = stage.registry;
  connection.fault = ({ path }) => (path === '/version' ? Promise.resolve(answer(200, '{"minor":"24+"}')) : undefined);
  await makePod(stage, 'a');
  const list = (await stage.tab()).list();
  await list.is('ready');
  expect(list.names).toEqual(['a']);
  expect([connection.asks('limit=500'), connection.asks(WATCH_LIST)]).toEqual([1, 0]);
  await makePod(stage, 'b');
  await until(() => expect(list.names).toEqual(['a', 'b']));
});

test('a cluster that refuses to begin a watch with everything is listed instead', async () => {
  const stage = await liveStage({ clock: hurried });
  const { connection } = stage.registry;
  connection.fault = ({ path }) =>
    path.includes(WATCH_LIST) ? Promise.resolve(answer(422, refusal(422, 'Invalid'))) : undefined;
  const list = (await stage.tab()).list();
  await list.is('ready');
  expect(connection.asks('limit=500')).toBe(1);
});

test('a kind that the cluster does not have is said so, and comes when it is there', async () => {
  const stage = await liveStage({ clock: hurried });
  const { client } = stage.registry.cluster.api;
  const list = (await stage.tab()).list({}, { group: 'example.com', resource: 'boats' });
  await list.is('problem');
  expect(list.code).toBe('LB5503');
  await client.create(
    { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' },
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'boats.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'boats', singular: 'boat', kind: 'Boat', listKind: 'BoatList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            additionalPrinterColumns: [{ name: 'Sails', type: 'integer', jsonPath: '.spec.sails' }],
          },
        ],
      },
    },
  );
  await list.is('ready');
  await client.create(
    { group: 'example.com', version: 'v1', resource: 'boats', namespace: 'default' },
    { apiVersion: 'example.com/v1', kind: 'Boat', metadata: { name: 'b' }, spec: { sails: 3 } },
  );
  await until(() => expect(list.column('Sails')).toEqual([3]));
});

test('a cluster that goes takes its rows along, and one that comes is followed', async () => {
  const stage = await liveStage({ clock: hurried });
  await makePod(stage, 'a');
  const { registry } = stage;
  const list = (await stage.tab()).list();
  await list.is('ready');
  registry.remove('host');
  await list.is('problem');
  expect([list.code, list.names]).toEqual(['LB5100', []]);
  const again = new FaultyConnection(registry.cluster.endpoint);
  registry.put('host', again);
  await list.is('ready');
  expect(list.names).toEqual(['a']);
  await again[Symbol.asyncDispose]();
});
