import { ManualClock } from '@luban/kube';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, onTestFinished, test } from 'vitest';
import { countingClient } from '../testing/counting-client.ts';
import { eventually } from '../testing/eventually.ts';
import type { ServedKind } from './served-kinds.ts';
import { SharedLists } from './shared-lists.ts';

const MAPS: ServedKind = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  listKind: 'ConfigMapList',
  namespaced: true,
};

async function lists() {
  const api = await startTestApi();
  onTestFinished(() => api[Symbol.asyncDispose]());
  const { client, asked } = countingClient(api);
  const clock = new ManualClock();
  const shared = new SharedLists({ client, clock, onError: () => {}, linger: 60_000 });
  onTestFinished(() => shared[Symbol.dispose]());
  const create = (name: string) =>
    api.client.create(
      { ...MAPS, namespace: 'default' },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } },
    );
  return { shared, clock, asked, create };
}

test('many who ask cost one list and one watch, for as long as they ask', async () => {
  const { shared, clock, asked } = await lists();
  await Promise.all(Array.from({ length: 50 }, () => shared.of(MAPS)));
  await eventually(() => expect(asked).toHaveLength(2));
  for (let i = 0; i < 5; i++) {
    await clock.advance(50_000);
    await shared.of(MAPS);
  }
  expect(asked).toHaveLength(2);
  expect(shared.size).toBe(1);
  await clock.advance(60_001);
  expect(shared.size).toBe(0);
  await shared.of(MAPS);
  await eventually(() => expect(asked).toHaveLength(4));
});

test('who wrote an object finds it in the list', async () => {
  const { shared, create } = await lists();
  await shared.of(MAPS);
  for (let i = 0; i < 10; i++) {
    await shared.settle(MAPS, await create(`m${i}`));
    expect((await shared.of(MAPS)).map(({ metadata }) => metadata.name)).toContain(`m${i}`);
  }
});

test('nobody waits for an object that does not come', async () => {
  const { shared, clock, create } = await lists();
  const written = await create('a');
  await shared.settle(MAPS, written);
  await shared.of(MAPS);
  const settled = shared.settle(MAPS, { ...written, metadata: { ...written.metadata, resourceVersion: '0' } });
  await clock.advance(501);
  await settled;
});
