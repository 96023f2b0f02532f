import type { Installations, Remains } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { testHelm } from '../../releases/testing/test-releases.ts';
import { eventually } from '../../test-support/eventually.ts';
import { centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 120_000 });

const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tides.tide.example}
spec:
  group: tide.example
  scope: Cluster
  names: {plural: tides, singular: tide, kind: Tide, listKind: TideList}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`;
const RULES = [
  { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['*'] },
  { apiGroups: ['tide.example'], resources: ['*'], verbs: ['*'] },
];

test('what an uninstallation leaves is deleted by who could delete it, or forgotten', async () => {
  const { path: helm } = await testHelm();
  const { upload, version, post, ask, cluster, person } = await centerServer({ helm });
  await upload({
    name: 'tide',
    permissions: [{ kind: 'ClusterRole', rules: RULES }],
    charts: { frontend: { tags: ['extension'] } },
    files: { 'crds/tides.yaml': DEFINITION },
  });
  const { permissions } = await version('tide', '1.0.0');
  const install = () => post('tide/install', { version: '1.0.0', consent: permissions.digest });
  const settled = (state: string) =>
    eventually(async () => {
      const { installations, remains } = (await ask('GET', '/api/center/installations')).json<Installations>();
      expect(installations.find(({ name }) => name === 'tide')?.state ?? 'gone').toBe(state);
      return remains.find(({ extension }) => extension === 'tide');
    });
  expect((await install()).statusCode).toBe(202);
  await settled('Installed');
  await eventually(async () => expect((await post('tide/uninstall')).statusCode).toBe(202));
  const remains = (await settled('gone')) as Remains;
  expect(remains).toMatchObject({ displayName: { en: 'Extension tide' }, at: expect.any(String) });
  const items = remains.items;
  const definition = items.find(({ kind }) => kind === 'CustomResourceDefinition')!;
  expect(definition).toMatchObject({ cluster: 'host', name: 'tides.tide.example', why: 'definition' });

  const url = '/api/center/remains/tide';
  const purge = (asked: object[], by = ask) => by('POST', `${url}/purge`, { payload: { items: asked } });
  expect((await purge([{ ...definition, name: 'installplans.kubesphere.io' }])).statusCode).toBe(400);
  expect((await purge([{ kind: 'Namespace' }])).statusCode).toBe(400);
  const plans = { apiGroups: ['kubesphere.io'], resources: ['installplans'], verbs: ['delete'] };
  const remover = await person('remo', [plans]);
  expect((await purge([definition], remover)).json()).toMatchObject({ failed: [{ item: { name: definition.name } }] });
  const ref = {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    resource: 'customresourcedefinitions',
    name: definition.name,
  };
  await cluster.api.client.get(ref);

  expect((await purge([definition])).json()).toEqual({ failed: [] });
  await eventually(async () => await expect(cluster.api.client.get(ref)).rejects.toThrow('not found'));
  const left = await settled('gone');
  expect((left?.items ?? []).map(({ kind }) => kind)).not.toContain('CustomResourceDefinition');
  if (left !== undefined) expect((await ask('DELETE', url)).statusCode).toBe(204);
  await eventually(async () => expect((await ask('DELETE', url)).json()).toMatchObject({ error: { code: 'LB7618' } }));
});
