import { startTestApi } from '@luban/kube-apiserver/testing';
import { expect, onTestFinished, test } from 'vitest';
import { ensureOwnNamespace, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { CONFIG_MAPS, journalIn } from './journal-object.ts';
import { JournalStore } from './journal-store.ts';

async function stored() {
  const api = await startTestApi();
  const { client } = api;
  onTestFinished(() => api[Symbol.asyncDispose]());
  await ensureOwnNamespace(client);
  return { client, store: new JournalStore(client) };
}

const at = (name: string) => ({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name });

test('two who write at once lose nothing of each other', async () => {
  const { client, store } = await stored();
  const other = new JournalStore(client);
  await store.change('tide', () => {});
  await other.read('tide');
  const write = (through: JournalStore, code: string) =>
    through.change('tide', ({ problems }) => void problems.push({ code, params: {} }));
  await Promise.all([...Array(8).keys()].map((i) => write(i % 2 === 0 ? store : other, `LB740${i}`)));
  const written = journalIn(await client.get(at('installation.tide')));
  expect(written?.problems.map(({ code }) => code).sort()).toEqual([...Array(8).keys()].map((i) => `LB740${i}`));
});

test('what changes nothing is not written', async () => {
  const { client, store } = await stored();
  await store.change('tide', () => {});
  const before = (await client.get(at('installation.tide'))).metadata.resourceVersion;
  await store.change('tide', (draft) => {
    draft.problems = [];
  });
  expect((await client.get(at('installation.tide'))).metadata.resourceVersion).toBe(before);
});

test('a journal that cannot be read is begun anew', async () => {
  const { client, store } = await stored();
  for (const journal of [
    '{',
    'null',
    '[]',
    '{"extension":"tide"}',
    '{"extension":"tide","runs":{},"history":[],"problems":[]}',
  ]) {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'installation.tide' }, data: { journal } };
    await client.create({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE }, object);
    expect(await new JournalStore(client).read('tide')).toBeUndefined();
    await new JournalStore(client).change('tide', ({ runs }) => expect(runs).toEqual([]));
    await client.delete(at('installation.tide'));
  }
  expect(await store.read('tide')).toBeUndefined();
});

test('histories of large configurations fit, and the version before stays', async () => {
  const { store } = await stored();
  const config = 'x'.repeat(96 * 1024);
  const journal = await store.change('tide', (draft) => {
    draft.history = [...Array(12).keys()].map((i) => ({ version: `${i}.0.0`, config, at: '' }));
  });
  expect(journal.history.length).toBeGreaterThanOrEqual(2);
  expect(JSON.stringify(journal).length).toBeLessThan(700_000);
});

test('snapshots of interfaces come back as they were', async () => {
  const { store } = await stored();
  expect(await store.snapshotOf('tide')).toBeUndefined();
  await store.keepSnapshot('tide', null);
  expect(await store.snapshotOf('tide')).toBeNull();
  const manifest = {
    name: 'tide',
    texts: Object.fromEntries([...Array(20_000).keys()].map((i) => [`key${i}`, 'text'])),
  };
  const snapshot = { metadata: { name: 'tide' }, spec: { version: '1.0.0', manifest } };
  await store.keepSnapshot('tide', snapshot);
  expect(await store.snapshotOf('tide')).toEqual(snapshot);
  await store.forgetSnapshot('tide');
  expect(await store.snapshotOf('tide')).toBeUndefined();
});
