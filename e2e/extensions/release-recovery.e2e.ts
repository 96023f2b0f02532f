import { gunzipSync, gzipSync } from 'node:zlib';
import { readReleaseRecord } from '@luban/extension-package/helm';
import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { type TestReleases, testReleases } from '../../apps/server/src/releases/testing/test-releases.ts';

const SECRETS = { group: '', version: 'v1', resource: 'secrets' };
const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const NAMESPACE = 'extension-tide-clock';

const chart = (text: string) => ({
  charts: {
    host: {
      tags: ['extension'],
      files: {
        'templates/config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata: {text: ${text}}\n`,
      },
    },
  },
});

/** Changes helm's record as a run that ended half-way leaves it. */
async function mark({ host }: TestReleases, revision: number, status: string, description = 'half-way') {
  const ref = { ...SECRETS, namespace: NAMESPACE, name: `sh.helm.release.v1.tide-clock.v${revision}` };
  const secret = await host.api.client.get<KubeObject & { data: { release: string } }>(ref);
  const bytes = Buffer.from(Buffer.from(secret.data.release, 'base64').toString(), 'base64');
  const release = JSON.parse(gunzipSync(bytes).toString()) as { info: Record<string, unknown> };
  release.info = { ...release.info, status, description };
  const data = Buffer.from(gzipSync(JSON.stringify(release)).toString('base64')).toString('base64');
  expect(readReleaseRecord(data)).toMatchObject({ status });
  await host.api.client.patch(ref, 'merge', { metadata: { labels: { status } }, data: { release: data } });
}

async function installed(made = chart('one')) {
  const stage = await testReleases();
  const spec = await stage.spec(made);
  await stage.releases.prepare(spec, spec.package.permissions);
  await stage.releases.apply(spec, stage.run);
  const text = async () => {
    const ref = { ...CONFIG_MAPS, namespace: NAMESPACE, name: 'config' };
    return (await stage.host.api.client.get<KubeObject & { data: { text: string } }>(ref)).data.text;
  };
  return { ...stage, stage, spec, text };
}

test('a first installation that ended half-way is removed', async () => {
  const { stage, releases, spec, run, text } = await installed();
  await mark(stage, 1, 'pending-install', 'Initial install underway');
  // What is whole is known from before; here it never was.
  await stage.host.api.client.delete({ ...CONFIG_MAPS, namespace: 'luban-system', name: 'inventory.tide-clock.host' });
  await expect(releases.apply(spec, run)).rejects.toMatchObject({ code: 'LB7513' });
  expect(await releases.recover(spec, run)).toBeUndefined();
  await expect(text()).rejects.toThrow('not found');
});

test.each(['pending-upgrade', 'pending-rollback', 'failed'])(
  'an upgrade that is left %s goes back to what was whole',
  async (status) => {
    const { stage, releases, spec: first, run, text } = await installed();
    const second = await stage.spec({ version: '2.0.0', ...chart('two') });
    await releases.apply(second, run);
    await mark(stage, 1, 'deployed', 'Install complete');
    await mark(stage, 2, status);
    // The record of what was whole is written after helm has ended.
    const inventory = { ...CONFIG_MAPS, namespace: 'luban-system', name: 'inventory.tide-clock.host' };
    await stage.host.api.client.delete(inventory);
    expect(await text()).toBe('two');
    expect(await releases.state(first)).toMatchObject({
      status,
      revision: 2,
      lastGood: { revision: 1, version: '1.0.0' },
    });
    expect(await releases.recover(first, run)).toMatchObject({ status: 'deployed', version: '1.0.0' });
    expect(await text()).toBe('one');
  },
);

test('several revisions that are pending at once are gone back behind', async () => {
  const { stage, releases, spec, run, text } = await installed();
  for (const one of ['two', 'three']) await releases.apply(await stage.spec({ version: '2.0.0', ...chart(one) }), run);
  await mark(stage, 1, 'superseded', 'Install complete');
  await mark(stage, 2, 'pending-upgrade', 'Preparing upgrade');
  await mark(stage, 3, 'pending-upgrade', 'Preparing upgrade');
  await stage.host.api.client.delete({ ...CONFIG_MAPS, namespace: 'luban-system', name: 'inventory.tide-clock.host' });
  expect(await releases.recover(spec, run)).toMatchObject({ status: 'deployed', revision: 4, version: '1.0.0' });
  expect(await text()).toBe('one');
  // And what comes next finds nothing in its way.
  await releases.apply(await stage.spec({ version: '2.0.0', ...chart('two') }), run);
  expect(await text()).toBe('two');
});

test('a removal that ended half-way is taken back', async () => {
  const { stage, releases, spec, run, text } = await installed();
  await mark(stage, 1, 'uninstalling', 'Deletion in progress (or silently failed)');
  await stage.host.api.client.delete({ ...CONFIG_MAPS, namespace: NAMESPACE, name: 'config' });
  expect(await releases.recover(spec, run)).toMatchObject({ status: 'deployed', version: '1.0.0' });
  expect(await text()).toBe('one');
});

test('what was whole in an earlier life says nothing of a new one', async () => {
  const { stage, releases, spec, run } = await installed();
  await releases.uninstall(spec, run);
  await releases.apply(spec, run);
  await mark(stage, 1, 'pending-install', 'Initial install underway');
  expect(await releases.state(spec)).toMatchObject({ lastGood: { revision: 1 } });
  await releases.uninstall(spec, { ...run, force: true });
  const broken = await stage.spec({ version: '2.0.0', ...chart('{{ fail "broken" }}') });
  await expect(releases.apply(broken, run)).rejects.toMatchObject({ code: 'LB7511' });
  const { data } = await stage.host.api.client.get<KubeObject & { data: Record<string, string> }>({
    ...{ ...CONFIG_MAPS, namespace: 'luban-system', name: 'inventory.tide-clock.host' },
  });
  expect(JSON.parse(data['inventory.json']!)).toMatchObject({ releases: { 'tide-clock': { namespace: NAMESPACE } } });
  expect(data['inventory.json']).not.toContain('"whole"');
});

test('nothing is in the way when the namespace is gone', async () => {
  const { stage, releases, spec, run, text } = await installed();
  await stage.host.api.client.delete({ group: '', version: 'v1', resource: 'namespaces', name: NAMESPACE });
  await expect.poll(() => stage.host.api.client.list(SECRETS, { namespace: NAMESPACE })).toMatchObject({ items: [] });
  expect(await releases.recover(spec, run)).toBeUndefined();
  await releases.uninstall(spec, run);
  await releases.uninstall(spec, { ...run, force: true });
  expect((await releases.remains(spec)).map(({ kind }) => kind).sort()).toEqual(['ClusterRole', 'ClusterRoleBinding']);
  await releases.prepare(spec, spec.package.permissions);
  await releases.apply(spec, run);
  expect(await text()).toBe('one');
});
