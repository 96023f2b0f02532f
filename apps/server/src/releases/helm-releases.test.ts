import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { testReleases } from './testing/test-releases.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };

const CONFIG = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-config
data:
  greeting: {{ .Values.greeting | quote }}
  revision: {{ .Release.Revision | quote }}
`;

test('installs, upgrades, goes back and uninstalls', { timeout: 30_000 }, async () => {
  const { releases, spec, run, host, lines } = await testReleases();
  const charts = {
    host: { tags: ['extension'], files: { 'templates/config.yaml': CONFIG, 'values.yaml': 'greeting: hello\n' } },
  };
  const first = await spec({ charts });
  expect(await releases.state(first)).toBeUndefined();
  await releases.prepare(first, first.package.permissions);
  const rendered = await releases.render(first, run);
  expect(rendered.objects).toEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'extension-tide-clock', name: 'tide-clock-config' },
  ]);
  const { revision, objects } = await releases.apply(first, run);
  expect(revision).toBe(1);
  expect(objects).toEqual(rendered.objects);
  const ref = { ...CONFIG_MAPS, namespace: 'extension-tide-clock', name: 'tide-clock-config' };
  expect(await host.api.client.get(ref)).toMatchObject({
    metadata: { labels: { 'kubesphere.io/extension-ref': 'tide-clock' } },
    data: { greeting: 'hello', revision: '1' },
  });
  expect(await releases.state(first)).toMatchObject({
    status: 'deployed',
    revision: 1,
    version: '1.0.0',
    lastGood: { revision: 1 },
  });

  const second = await spec({ version: '1.1.0', charts }, { values: 'host: {greeting: ahoy}' });
  expect(await releases.apply(second, run)).toMatchObject({ revision: 2 });
  expect(await host.api.client.get(ref)).toMatchObject({ data: { greeting: 'ahoy', revision: '2' } });
  expect((await releases.manifest(second))?.manifest).toContain('ahoy');

  await releases.rollback(second, 1, run);
  expect(await host.api.client.get(ref)).toMatchObject({ data: { greeting: 'hello' } });
  expect(await releases.state(second)).toMatchObject({ status: 'deployed', revision: 3, version: '1.0.0' });

  await releases.uninstall(second, run);
  expect(await releases.state(second)).toBeUndefined();
  await expect(host.api.client.get(ref)).rejects.toThrow('not found');
  expect(lines).toContainEqual(expect.stringContaining('Starting delete'));
  expect(await releases.purge(second, await releases.remains(second))).toEqual([]);
  expect(host.api.errors).toEqual([]);
});

test('brings the agent to a member, and nothing of the other part', { timeout: 30_000 }, async () => {
  const { releases, spec, run, clusters, host } = await testReleases({ members: ['edge'] });
  const config = (name: string, value: string) => ({
    'templates/config.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {text: "${value}"}\n`,
  });
  const charts = {
    // A condition prevails over tags.
    frontend: { tags: ['extension'], condition: 'frontend.enabled', files: config('frontend', 'host') },
    collector: {
      tags: ['agent'],
      files: config(
        'collector',
        '{{ .Values.global.clusterInfo.name }} {{ .Values.level }} {{ .Values.global.imageRegistry }}',
      ),
    },
  };
  await host.api.client.create(
    { ...CONFIG_MAPS, namespace: 'luban-system' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'extension-settings' },
      data: { imageRegistry: 'mirror.example' },
    },
  );
  const values =
    'frontend: {enabled: true}\ncollector: {level: high}\nglobal: {imageRegistry: none, clusterInfo: {name: no}}\n';
  const agent = await spec({ charts }, { part: 'agent', cluster: 'edge', values });
  await releases.prepare(agent, agent.package.permissions);
  await releases.apply(agent, run);
  const { items } = await clusters.get('edge')!.connection.client().list(CONFIG_MAPS, { namespace: agent.namespace });
  expect(items.filter(({ metadata }) => metadata.name !== 'kube-root-ca.crt')).toMatchObject([
    { metadata: { name: 'collector' }, data: { text: 'edge high mirror.example' } },
  ]);
});

test('keeps files of the user interface from helm', { timeout: 30_000 }, async () => {
  const { releases, spec, run, host } = await testReleases();
  const text = Buffer.alloc(3_000_000, 0).map((_, i) => 97 + ((i * i) % 26));
  const one = await spec({
    charts: { host: { tags: ['extension'] } },
    ui: true,
    files: { 'ui/assets/large.js': text },
  });
  await releases.prepare(one, one.package.permissions);
  await releases.apply(one, run);
  const secrets = { group: '', version: 'v1', resource: 'secrets', namespace: one.namespace };
  const record = await host.api.client.get<{ data: { release: string } } & KubeObject>({
    ...{ ...secrets, name: 'sh.helm.release.v1.tide-clock.v1' },
  });
  expect(record.data.release.length).toBeLessThan(10_000);
});
