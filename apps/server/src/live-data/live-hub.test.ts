import type { KubeObject } from '@luban/kube';
import { expect, test, vi } from 'vitest';
import { type LiveStage, liveStage } from './testing/live-stage.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

function pod(name: string, labels: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels },
    spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
  };
}

async function withPods(names: readonly string[], namespace = 'default'): Promise<LiveStage> {
  const stage = await liveStage();
  const { client } = stage.registry.cluster.api;
  for (const name of names) await client.create({ ...PODS, namespace }, pod(name, { app: name.split('-')[0]! }));
  return stage;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 15_000, interval: 5 });

test('a list comes with the columns of the API server, and follows what happens', async () => {
  const { tab, registry } = await withPods(['web-1', 'web-2']);
  const list = (await tab()).list();
  await list.is('ready');
  expect(list.names).toEqual(['web-1', 'web-2']);
  expect(list.table.columns.map(({ name }) => name)).toEqual([
    'Name',
    'Ready',
    'Status',
    'Restarts',
    'Age',
    'IP',
    'Node',
    'Nominated Node',
    'Readiness Gates',
  ]);
  expect(list.table.columns.find(({ name }) => name === 'Age')?.format).toBe('age');
  expect(list.column('Status')).toEqual(['Pending', 'Pending']);
  expect(list.column('Age')).toEqual([null, null]);
  expect(list.table.rows[0]).toMatchObject({ namespace: 'default', labels: { app: 'web' } });
  expect(Date.parse(list.table.rows[0]!.created)).toBeLessThanOrEqual(Date.now());

  const { client } = registry.cluster.api;
  await client.create({ ...PODS, namespace: 'default' }, pod('api-1'));
  await until(() => expect(list.names).toEqual(['api-1', 'web-1', 'web-2']));
  await client.delete({ ...PODS, namespace: 'default', name: 'web-1' }, { gracePeriodSeconds: 0 });
  await until(() => expect(list.names).toEqual(['api-1', 'web-2']));
  await client.patch({ ...PODS, namespace: 'default', name: 'web-2' }, 'merge', { metadata: { labels: { app: 'x' } } });
  await until(() => expect(list.table.rows[1]!.labels).toEqual({ app: 'x' }));
  expect(list.messages.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
});

test('any number of tabs on one kind cost one watch, which ends some time after the last', async () => {
  const stage = await liveStage({ linger: 50 });
  const tabs = await Promise.all(Array.from({ length: 20 }, () => stage.tab()));
  const lists = tabs.flatMap((tab) => [tab.list(), tab.list({ search: 'x' })]);
  await Promise.all(lists.map((list) => list.is('ready')));
  expect(stage.registry.connection.watches).toBe(1);
  expect(stage.registry.connection.asks('watch=true')).toBe(1);
  expect(stage.hub.size).toEqual({ tabs: 20, subscriptions: 40, sources: 1 });
  for (const tab of tabs) tab.socket.close();
  await until(() => expect(stage.hub.size).toEqual({ tabs: 0, subscriptions: 0, sources: 0 }));
  await until(() => expect(stage.registry.connection.watches).toBe(0));
});

test('selection and order are the gateway’s, and change without another watch', async () => {
  const stage = await withPods(['web-2', 'web-10', 'api-1']);
  const tab = await stage.tab();
  const list = tab.list({ labelSelector: 'app=web', sort: { column: 'Name' } });
  await list.is('ready');
  expect(list.names).toEqual(['web-2', 'web-10']);
  tab.send({ op: 'view', id: list.id, turn: 1, view: { sort: { column: 'name', descending: true } } });
  await until(() => expect(list.names).toEqual(['web-10', 'web-2', 'api-1']));
  tab.send({ op: 'view', id: list.id, turn: 2, view: { search: 'api app=api status:pend' } });
  await until(() => expect(list.names).toEqual(['api-1']));
  tab.send({ op: 'view', id: list.id, turn: 3, view: { fieldSelector: 'metadata.name=web-2' } });
  await until(() => expect(list.names).toEqual(['web-2']));
  expect(stage.registry.connection.asks('watch=true')).toBe(1);
});

test('fields that rows do not have are selected by the cluster', async () => {
  const stage = await withPods(['web-1']);
  const tab = await stage.tab();
  const none = tab.list({ fieldSelector: 'status.phase=Running' });
  await none.is('ready');
  expect(none.table.total).toBe(0);
  expect(stage.registry.connection.asks('fieldSelector=status.phase')).toBe(1);
});

test('a window moves by the rows that are new in it', async () => {
  const names = Array.from({ length: 30 }, (_, i) => `web-${String(i).padStart(2, '0')}`);
  const stage = await withPods(names);
  const tab = await stage.tab();
  const list = tab.list({}, {}, { offset: 0, limit: 10 });
  await list.is('ready');
  expect([list.table.total, list.names]).toEqual([30, names.slice(0, 10)]);
  tab.send({ op: 'window', id: list.id, window: { offset: 5, limit: 10 } });
  await until(() => expect(list.names).toEqual(names.slice(5, 15)));
  const delta = list.messages.at(-1) as { placed?: unknown[]; removed?: unknown[] };
  expect([delta.removed?.length, delta.placed?.length]).toEqual([5, 5]);
  tab.send({ op: 'window', id: list.id, window: { offset: 1_000, limit: 10 } });
  await until(() => expect([list.table.offset, list.names, list.table.total]).toEqual([1_000, [], 30]));
});

test('columns of one’s own are taken from the objects', async () => {
  const stage = await withPods(['web-1']);
  const tab = await stage.tab();
  const columns = [
    { name: 'Image', jsonPath: '.spec.containers[*].image' },
    { name: 'Made', jsonPath: '.metadata.creationTimestamp', type: 'date' },
    { name: 'Nothing', jsonPath: '.spec.none' },
  ];
  const list = tab.list({}, { columns });
  await list.is('ready');
  expect(list.table.columns.map(({ name }) => name)).toEqual(['Image', 'Made', 'Nothing']);
  const [row] = list.table.rows;
  expect(row!.cells).toEqual(['example.com/web:1', { at: Date.parse(row!.created) }, null]);
});

test('an object is followed whole, without what nobody asked for', async () => {
  const stage = await withPods(['web-1']);
  const { client } = stage.registry.cluster.api;
  const tab = await stage.tab();
  const one = tab.object({ namespace: 'default', name: 'web-1' });
  await one.is('ready');
  expect(one.object).toMatchObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1' } });
  expect(one.object?.metadata.managedFields).toBeUndefined();
  expect(one.messages[0]!.type === 'object' || one.states[0]!.state === 'loading').toBe(true);
  await client.patch({ ...PODS, namespace: 'default', name: 'web-1' }, 'merge', { metadata: { labels: { a: 'b' } } });
  await until(() => expect(one.object?.metadata.labels).toMatchObject({ a: 'b' }));
  await client.delete({ ...PODS, namespace: 'default', name: 'web-1' }, { gracePeriodSeconds: 0 });
  await until(() => expect(one.object).toBeNull());
  expect(one.state).toBe('ready');
  const never = tab.object({ namespace: 'default', name: 'never' });
  await never.is('ready');
  expect(never.object).toBeNull();
});

test('a hidden tab is told nothing, and then how things stand', async () => {
  const stage = await withPods(['web-1']);
  const { client } = stage.registry.cluster.api;
  const [hidden, seen] = [await stage.tab(), await stage.tab()];
  const [one, other] = [hidden.list(), seen.list()];
  await one.is('ready');
  await other.is('ready');
  hidden.send({ op: 'pause' });
  const count = one.messages.length;
  for (const name of ['a', 'b', 'c']) {
    await client.create({ ...PODS, namespace: 'default' }, pod(name));
    await until(() => expect(other.names).toContain(name));
  }
  expect(one.messages).toHaveLength(count);
  hidden.send({ op: 'resume' });
  await until(() => expect(one.names).toEqual(other.names));
  expect(one.messages).toHaveLength(count + 1);
});

test('a workspace is its projects, also those that come and go', async () => {
  const stage = await withPods(['web-1']);
  const { client } = stage.registry.cluster.api;
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' };
  const project = (name: string, workspace: string) =>
    client.create(namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubesphere.io/workspace': workspace } },
    });
  const make = async (name: string, namespace: string) => {
    await vi.waitFor(() => client.create({ ...PODS, namespace }, pod(name)));
  };
  await project('shop', 'sales');
  await project('lab', 'research');
  await make('shop-1', 'shop');
  await make('lab-1', 'lab');
  const list = (await stage.tab()).list({ workspace: 'sales' });
  await list.is('ready');
  expect(list.names).toEqual(['shop-1']);
  await project('store', 'sales');
  await make('store-1', 'store');
  await until(() => expect(list.names).toEqual(['shop-1', 'store-1']));
  await client.patch({ ...namespaces, name: 'shop' }, 'merge', {
    metadata: { labels: { 'kubesphere.io/workspace': 'x' } },
  });
  await until(() => expect(list.names).toEqual(['store-1']));
});

test('a tab that takes nothing is sent no more than fits, and then how things stand', { timeout: 20_000 }, async () => {
  const stage = await liveStage();
  const { client } = stage.registry.cluster.api;
  const labels = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [name, name.repeat(60)]));
  const names = Array.from({ length: 200 }, (_, i) => `web-${String(i).padStart(3, '0')}`);
  await Promise.all(names.map((name) => client.create({ ...PODS, namespace: 'default' }, pod(name, labels))));
  const tab = await stage.tab();
  const list = tab.list({}, {}, { offset: 0, limit: 500 });
  await list.is('ready');
  tab.socket.pause();
  const wished = 190;
  for (let i = 0; i < wished; i++) tab.send({ op: 'resync', id: list.id });
  await client.delete({ ...PODS, namespace: 'default', name: 'web-000' }, { gracePeriodSeconds: 0 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  tab.socket.resume();
  await until(() => expect(list.table.total).toBe(199));
  expect(list.names).toEqual(names.slice(1));
  expect(list.messages.filter(({ type }) => type === 'snapshot').length).toBeLessThan(wished);
});
