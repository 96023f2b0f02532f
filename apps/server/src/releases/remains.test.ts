import { expect, test } from 'vitest';
import { testReleases } from './testing/test-releases.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };

const map = (name: string, annotation: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, annotations: {${annotation}}}\n`;

test('what lost its label, and what never had one, is known all the same', { timeout: 30_000 }, async () => {
  const { releases, spec, run, host } = await testReleases();
  const files = {
    'templates/kept.yaml': map('kept', 'helm.sh/resource-policy: keep'),
    'templates/hook.yaml': map('hook', 'helm.sh/hook: post-install'),
    'templates/claim.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: claim, annotations: {helm.sh/hook: pre-install}}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`,
  };
  const tides = await spec({ charts: { host: { tags: ['extension'], files } } });
  await releases.prepare(tides, tides.package.permissions);
  await releases.apply(tides, run);
  const { client } = host.api;
  const place = { ...CONFIG_MAPS, namespace: tides.namespace };
  for (const name of ['kept', 'hook']) {
    await client.patch({ ...place, name }, 'merge', { metadata: { labels: null } });
    expect((await client.get({ ...place, name })).metadata.labels).toBeUndefined();
  }
  await client.create(place, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'of-a-person' } });
  await releases.uninstall(tides, run);
  const found = await releases.remains(tides);
  // Whoever has made it, what is stored in it is somebody's.
  expect(found.find(({ name }) => name === 'claim')).toMatchObject({ kind: 'PersistentVolumeClaim', why: 'volume' });
  const remains = found.filter(({ kind }) => kind === 'ConfigMap');
  expect(remains.map(({ name, why }) => `${name}: ${why}`).sort()).toEqual(['hook: hook', 'kept: kept']);
  expect(await releases.purge(tides, remains)).toEqual([]);
  const { items } = await client.list(place, { namespace: tides.namespace });
  const left = items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt');
  expect(left).toEqual(['of-a-person']);
});
