import type { Preview } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { testHelm } from '../../releases/testing/test-releases.ts';
import { eventually } from '../../test-support/eventually.ts';
import { ENTRY, extensionManifest, PAGE } from '../../test-support/extension-folder.ts';
import { centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 120_000 });

const chart = (level: string) => ({
  tags: ['extension'],
  files: {
    'templates/level.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: level}
data: {level: "{{ .Values.level }}", note: "${level}", address: "postgres://tide:{{ .Values.password }}@db"}
---
apiVersion: v1
kind: Secret
metadata: {name: access}
stringData: {password: "{{ .Values.password }}"}
`,
    'values.yaml': 'level: 3\npassword: high-water-mark\n',
  },
});
/** An interface with one page at a path, and the files that it names. */
const page = (name: string, version: string, path: string) => {
  const files = { 'entry.js': ENTRY, 'assets/page.js': PAGE, 'assets/page.css': '' };
  const ui = extensionManifest({ name, version }, files);
  ui.contributes.routes![0]!.path = path;
  return { ui, files: Object.fromEntries(Object.entries(files).map(([file, content]) => [`ui/${file}`, content])) };
};

test('a preview shows what would be applied and changed, and nothing that is secret', async () => {
  const { path: helm } = await testHelm();
  const { upload, version, post, ask, plan, cluster } = await centerServer({ helm });
  const frontend = chart('spring');
  await upload({ name: 'tide', version: '1.0.0', charts: { frontend }, ...page('tide', '1.0.0', 'tides') });
  await upload({
    name: 'tide',
    version: '1.1.0',
    charts: { frontend: chart('neap'), other: { tags: ['extension'] } },
    ...page('tide', '1.1.0', 'tides'),
    permissions: [{ kind: 'Role', rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['*'] }] }],
  });
  await upload({
    name: 'buoy',
    version: '1.0.0',
    ...page('buoy', '1.0.0', 'tides'),
    metadata: { externalDependencies: [{ name: 'tide', version: '>=2.0.0', required: true }] },
  });
  const preview = async (name: string, payload: object): Promise<Preview> => {
    const response = await post(`${name}/preview`, payload);
    expect(response.statusCode, response.body).toBe(200);
    return response.json();
  };

  const first = await preview('tide', { version: '1.0.0', config: 'frontend: {password: another-mark}' });
  expect(first).toMatchObject({ version: '1.0.0', blocking: [], conflicts: [], diffCut: false });
  expect(first.objects.added.map(({ kind, name, namespace }) => [kind, name, namespace])).toEqual([
    ['Secret', 'access', 'extension-tide'],
    ['ConfigMap', 'level', 'extension-tide'],
  ]);
  expect(first.diff).toContain('+  level: ');
  expect(first.diff).not.toMatch(/another-mark|YW5vdGhlci1tYXJr/);
  expect(first.diff).toMatch(/\+ {2}password: hidden-[\da-f]{8}/);
  await expect(plan('tide')).rejects.toThrow('not found');

  const { permissions } = await version('tide', '1.0.0');
  const wanted = { version: '1.0.0', consent: permissions.digest, config: 'frontend: {password: another-mark}' };
  expect((await post('tide/install', wanted)).statusCode).toBe(202);
  await eventually(async () => {
    const installation = (await ask('GET', '/api/center/installations/tide')).json();
    expect((await ask('GET', '/api/extensions')).json().extensions).toMatchObject([{ name: 'tide' }]);
    expect(installation).toMatchObject({ state: 'Installed', version: '1.0.0', runs: [{ state: 'done' }] });
  });

  const same = await preview('tide', { version: '1.0.0' });
  expect(same).toMatchObject({ from: '1.0.0', blocking: [], diff: '' });
  expect(same.objects).toMatchObject({ added: [], changed: [], removed: [], unchanged: 2 });

  const secret = await preview('tide', { version: '1.0.0', config: 'frontend: {level: 4, password: a-third-mark}' });
  expect(secret.objects.changed.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Secret']);
  expect(secret.diff).toMatch(/-.*level: 3\n/);
  expect(secret.diff).not.toMatch(/another-mark|a-third-mark/);

  const upgrade = await preview('tide', { version: '1.1.0' });
  expect(upgrade.objects).toMatchObject({ added: [{ kind: 'ConfigMap' }], changed: [{ name: 'level' }], removed: [] });
  expect(upgrade.permissions).toMatchObject({ added: [{ risk: 'secrets', resources: ['secrets'] }], removed: [] });
  expect(upgrade.permissions.digest).not.toBe(permissions.digest);
  expect(upgrade.diff).toMatch(/-.*spring[\s\S]*\+.*neap/);

  const refused = await preview('buoy', { version: '1.0.0' });
  expect(refused.blocking.map(({ code }) => code)).toContain('LB7407');
  expect(refused.dependencies).toMatchObject([{ name: 'tide', state: 'wrong-version', installedVersion: '1.0.0' }]);
  expect(refused.conflicts).toMatchObject([{ code: 'LB2010', params: { subject: '/clusters/:/tides/*' } }]);
  const known = await preview('buoy', { version: '1.0.0', ignoreDependencies: true });
  expect(known.blocking).toEqual([]);
  expect(known.warnings.map(({ code }) => code)).toContain('LB7407');

  const broken = await preview('tide', { version: '1.1.0', config: 'a: [1' });
  expect(broken.blocking).toMatchObject([{ code: 'LB7608', params: { field: 'config', line: 1 } }]);
  const template = await preview('tide', { version: '1.1.0', config: 'frontend: 7' });
  expect(template.blocking.map(({ code }) => code)).toEqual([expect.stringMatching(/^LB75/)]);
  expect(
    (
      await cluster.api.client.list(
        { group: '', version: 'v1', resource: 'configmaps' },
        { namespace: 'extension-buoy' },
      )
    ).items,
  ).toEqual([]);
});

test('a namespace that is there already is told of before anybody agrees, unless it was made for the extension', async () => {
  const { path: helm } = await testHelm();
  const { upload, post, cluster } = await centerServer({ helm });
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' } as const;
  const told = async (name: string) => {
    const { warnings }: Preview = (await post(`${name}/preview`, { version: '1.0.0' })).json();
    return warnings.filter(({ code }) => code === 'LB7144').map(({ params }) => params.found);
  };
  const charts = { frontend: chart('spring') };
  for (const namespace of ['shop', 'kube-system', undefined]) {
    const name = `into-${namespace ?? 'own'}`;
    await upload({ name, version: '1.0.0', charts, ...(namespace && { metadata: { namespace } }) });
  }
  expect(await told('into-own')).toEqual([]);
  expect(await told('into-shop')).toEqual([]);
  const made = { 'kubesphere.io/extension-ref': 'into-own', 'kubesphere.io/managed': 'true' };
  for (const metadata of [{ name: 'shop' }, { name: 'extension-into-own', labels: made }]) {
    await cluster.api.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }
  expect(await told('into-own')).toEqual([]);
  expect(await told('into-shop')).toEqual(['shop']);
  expect(await told('into-kube-system')).toEqual(['kube-system']);
});
