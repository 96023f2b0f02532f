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
