import { type KubeObject, systemClock } from '@luban/kube';
import type { Pod } from '@luban/kube/kinds';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, test } from 'vitest';
import { Cluster } from './cluster.ts';
import { byNamespace, Informers } from './informers.ts';
import type { KindOf } from './kinds.ts';
import { randomOf } from './random.ts';

const CONFIG_MAPS: KindOf<KubeObject> = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap' };

async function start() {
  const stack = new AsyncDisposableStack();
  const api = stack.use(await startTestApi());
  const { client } = api;
  const informers = stack.use(new Informers({ client, clock: systemClock }));
  const cluster = stack.use(
    new Cluster({ client, informers, clock: systemClock, random: randomOf(1), manager: 'test' }),
  );
  const cache = cluster.cache(CONFIG_MAPS);
  await cache.synced;
  return { cluster, cache, client, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const draft = (name: string) => ({ metadata: { name, namespace: 'default' }, data: {} }) as unknown as KubeObject;

test('a write is seen at once, told once, and not undone by older news', async () => {
  await using world = await start();
  const { cluster, cache, client } = world;
  const told: string[] = [];
  cache.subscribe({
    onAdd: ({ metadata }) => told.push(`+${metadata.name}`),
    onUpdate: ({ metadata }) => told.push(`~${metadata.name}`),
    onDelete: ({ metadata }) => told.push(`-${metadata.name}`),
  });
  told.length = 0;
  const created = await cluster.create(CONFIG_MAPS, draft('a'));
  expect(cache.get('default/a')).toEqual(created);
  expect(byNamespace(cache).get('default')).toEqual([created]);
  const updated = await cluster.update(CONFIG_MAPS, { ...created, data: { x: '1' } });
  expect(cache.get('default/a')).toEqual(updated);
  await cluster.delete(CONFIG_MAPS, updated);
  expect(cache.get('default/a')).toBeUndefined();
  // A late answer about the deleted object.
  cache.record(created);
  expect(cache.get('default/a')).toBeUndefined();
  await client.create(
    { ...CONFIG_MAPS, namespace: 'default' },
    { ...draft('end'), apiVersion: 'v1', kind: 'ConfigMap' },
  );
  while (cache.get('default/end') === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(told.filter((entry) => !entry.endsWith('kube-root-ca.crt'))).toEqual(['+a', '~a', '-a', '+end']);
});

test('another object of the same name is a new one', async () => {
  await using world = await start();
  const { cluster, cache } = world;
  const first = await cluster.create(CONFIG_MAPS, draft('a'));
  await cluster.delete(CONFIG_MAPS, first);
  const second = await cluster.create(CONFIG_MAPS, draft('a'));
  expect(cache.get('default/a')).toEqual(second);
  await cluster.delete(CONFIG_MAPS, first);
  expect(cache.get('default/a')).toEqual(second);
  await expect(cluster.update(CONFIG_MAPS, first as unknown as Pod)).rejects.toMatchObject({ reason: 'Conflict' });
});
