import type { Catalogue, Installation } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { writePlan } from './testing/center-objects.ts';
import { centerServer } from './testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const IN = (resources: string[], verbs: string[], apiGroups = ['kubesphere.io']) => ({ apiGroups, resources, verbs });

const READS = [
  '/api/center/catalogue',
  '/api/center/extensions/tide',
  '/api/center/extensions/tide/versions/1.0.0',
  '/api/center/installations',
  '/api/center/installations/buoy',
];

const WRITES: [method: 'POST' | 'PUT' | 'DELETE', path: string, payload: object][] = [
  ['POST', 'extensions/tide/install', { version: '1.0.0', consent: 'x' }],
  ['POST', 'extensions/tide/preview', { version: '1.0.0' }],
  ['POST', 'extensions/buoy/upgrade', { version: '1.0.0', consent: 'x' }],
  ['POST', 'extensions/buoy/rollback', {}],
  ['POST', 'extensions/buoy/enable', {}],
  ['POST', 'extensions/buoy/disable', {}],
  ['POST', 'extensions/buoy/cancel', {}],
  ['POST', 'extensions/buoy/retry', {}],
  ['PUT', 'extensions/buoy/config', { config: 'a: 1' }],
  ['PUT', 'extensions/buoy/clusters', { clusters: [] }],
  ['PUT', 'extensions/buoy/strategy', { upgradeStrategy: 'Manual' }],
  ['POST', 'extensions/buoy/consent', { digest: 'x' }],
  ['POST', 'extensions/buoy/keep', { digest: 'x' }],
  ['POST', 'extensions/buoy/uninstall', {}],
  ['POST', 'remains/buoy/purge', { items: [] }],
  ['DELETE', 'remains/buoy', {}],
];

test('who may list extensions sees everything, and changes nothing', async () => {
  const { ask, askAsStranger, upload, cluster, plan, person } = await centerServer();
  const { client } = cluster.api;
  await upload({ name: 'tide', version: '1.0.0' });
  await writePlan(client, 'buoy', {
    spec: { extension: { name: 'buoy', version: '9.9.9' }, config: 'password: high' },
  });
  await eventually(async () => {
    const response = await ask('GET', '/api/center/installations/buoy');
    expect(response.json()).toMatchObject({ config: 'password: high' });
  });
  const nobody = await person('nora', []);
  const viewer = await person('vera', [IN(['extensions'], ['list'])]);
  const reader = await person('rita', [IN(['extensions'], ['list']), IN(['installplans'], ['get'])]);

  for (const url of READS) {
    expect((await askAsStranger('GET', url)).statusCode, url).toBe(401);
    expect((await nobody('GET', url)).statusCode, url).toBe(403);
    expect((await viewer('GET', url)).statusCode, url).toBe(200);
  }
  expect((await nobody('GET', '/api/center/events')).statusCode).toBe(403);
  expect((await nobody('GET', '/api/center/installations/buoy/log')).statusCode).toBe(403);
  // Nor does anybody learn which repositories there are.
  expect((await nobody('POST', '/api/center/repositories/nowhere/sync')).statusCode).toBe(403);
  expect((await viewer('GET', '/api/center/catalogue')).json<Catalogue>().canManage).toBe(false);
  expect((await ask('GET', '/api/center/catalogue')).json<Catalogue>().canManage).toBe(true);

  const shown = (await viewer('GET', '/api/center/installations/buoy')).json<Installation>();
  expect(shown).toMatchObject({ config: '', overrides: {}, configHidden: true, plannedVersion: '9.9.9' });
  const read = (await reader('GET', '/api/center/installations/buoy')).json<Installation>();
  expect(read.config).toBe('password: high');

  const before = await plan('buoy');
  for (const [method, path, payload] of WRITES) {
    const url = `/api/center/${path}`;
    expect((await askAsStranger(method, url, { payload })).statusCode, path).toBe(401);
    for (const ask of [viewer, reader]) {
      const response = await ask(method, url, { payload });
      expect(response.json(), path).toMatchObject({ error: { code: 'LB5300' } });
      expect(response.statusCode, path).toBe(403);
    }
  }
  expect((await plan('buoy')).spec).toEqual(before.spec);
  await expect(plan('tide')).rejects.toThrow('not found');
});

test('a right to one verb is a right to no other, and the plan is written by the person', async () => {
  const { upload, version, plan, person } = await centerServer();
  await upload({ name: 'tide', version: '1.0.0' });
  const { permissions } = await version('tide', '1.0.0');
  const installer = await person('iris', [IN(['extensions'], ['list']), IN(['installplans'], ['create', 'get'])]);
  const wanted = { version: '1.0.0', consent: permissions.digest };
  const root = '/api/center/extensions/tide';
  expect((await installer('POST', `${root}/install`, { payload: wanted })).statusCode).toBe(202);
  expect((await plan('tide')).metadata.annotations).toMatchObject({ 'luban.dev/changed-by': 'iris' });
  for (const path of ['disable', 'uninstall']) {
    expect((await installer('POST', `${root}/${path}`, { payload: {} })).statusCode, path).toBe(403);
  }
});
