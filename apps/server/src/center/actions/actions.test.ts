import type { Installation } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { INSTALL_PLANS } from '../../catalogue/objects.ts';
import { PLAN_MARKS } from '../../installation/installations.ts';
import { eventually } from '../../test-support/eventually.ts';
import { type CenterServer, centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const SECRETS = [{ kind: 'Role', rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] }];

/** Waits until an installation is as wanted, and nothing is under way with it. */
const reaches = ({ ask }: CenterServer, name: string, wanted: object): Promise<Installation> =>
  eventually(async () => {
    const installation = (await ask('GET', `/api/center/installations/${name}`)).json<Installation>();
    expect(installation).toMatchObject(wanted);
    expect(installation.runs[0]?.state).toBe('done');
    return installation;
  });

test('a plan is written as the person decided, and every decision is one change of it', async () => {
  const server = await centerServer();
  const { upload, version, post, put, plan } = server;
  await upload({ name: 'tide', version: '1.0.0', ui: true, metadata: { installationMode: 'Multicluster' } });
  const { permissions } = await version('tide', '1.0.0');
  const config = 'level: 3 # high\n';

  expect((await post('tide/install', { version: '1.0.0', consent: 'sha256:other' })).json()).toMatchObject({
    error: { code: 'LB7607', params: { extension: 'tide', version: '1.0.0' } },
  });
  const installed = await post('tide/install', {
    ...{
      version: '1.0.0',
      consent: permissions.digest,
      config: `${config.trimEnd()}   \n`,
      upgradeStrategy: 'Automatic',
    },
    ...{ clusterSelector: { matchLabels: { sea: 'north' } }, overrides: { host: 'level: 4' } },
  });
  expect(installed.json()).toEqual({ name: 'tide' });
  expect(installed.statusCode).toBe(202);
  expect(await plan('tide')).toMatchObject({
    metadata: { annotations: { [PLAN_MARKS.by]: 'admin', [PLAN_MARKS.consent]: permissions.digest } },
    spec: {
      extension: { name: 'tide', version: '1.0.0' },
      ...{ enabled: true, upgradeStrategy: 'Automatic', config },
      clusterScheduling: {
        placement: { clusterSelector: { matchLabels: { sea: 'north' } } },
        overrides: { host: 'level: 4' },
      },
    },
  });
  expect((await post('tide/install', { version: '1.0.0', consent: permissions.digest })).json()).toMatchObject({
    error: { code: 'LB7603' },
  });
  await reaches(server, 'tide', { state: 'Installed', enabled: true });

  expect((await post('tide/disable')).statusCode).toBe(202);
  expect((await plan('tide')).spec?.enabled).toBe(false);
  expect((await put('tide/strategy', { upgradeStrategy: 'Manual' })).statusCode).toBe(202);
  await eventually(async () => {
    expect((await put('tide/config', { config: 'level: 5', overrides: {} })).statusCode).toBe(202);
  });
  expect((await plan('tide')).spec).toMatchObject({ config: 'level: 5', clusterScheduling: { overrides: {} } });
  expect((await plan('tide')).spec?.clusterScheduling?.overrides).toEqual({});
  await eventually(async () => {
    expect((await put('tide/clusters', { clusters: ['host', 'host'] })).statusCode).toBe(202);
  });
  expect((await plan('tide')).spec).toMatchObject({
    upgradeStrategy: 'Manual',
    clusterScheduling: { placement: { clusters: ['host'] }, overrides: {} },
  });
  expect((await plan('tide')).spec?.clusterScheduling?.placement).not.toHaveProperty('clusterSelector');
  expect((await put('tide/clusters', { clusters: ['no-such'] })).json()).toMatchObject({ error: { code: 'LB7609' } });
  expect((await put('tide/config', { config: '- a' })).json()).toMatchObject({ error: { code: 'LB7608' } });
});

test('rights that are new are agreed to as they are, a rollback goes where it came from, and nothing is removed that others need', async () => {
  const server = await centerServer();
  const { upload, version, post, put, plan, ask, cluster } = server;
  const digestOf = async (name: string, of: string) => (await version(name, of)).permissions.digest;
  await upload({ name: 'tide', version: '1.0.0', ui: true });
  await upload({ name: 'tide', version: '2.0.0', ui: true, permissions: SECRETS });
  await upload({
    ...{ name: 'buoy', version: '1.0.0', ui: true },
    metadata: { externalDependencies: [{ name: 'tide', version: '>=2.0.0', required: true }] },
  });
  const first = await digestOf('tide', '1.0.0');
  expect((await post('tide/rollback')).json()).toMatchObject({ error: { code: 'LB7604' } });

  // Not before what it needs.
  const buoy = { version: '1.0.0', consent: await digestOf('buoy', '1.0.0') };
  const refused = await post('buoy/install', buoy);
  expect(refused.statusCode).toBe(409);
  expect(refused.json()).toMatchObject({ error: { code: 'LB7405' }, problems: [{ code: 'LB7405' }] });

  // Unless the person says so, which holds until something else is decided about it.
  expect((await post('buoy/install', { ...buoy, ignoreDependencies: true })).statusCode).toBe(202);
  await reaches(server, 'buoy', { state: 'Installed' });
  const ignores = async () => (await plan('buoy')).metadata.annotations?.[PLAN_MARKS.ignoreDependencies];
  expect((await put('buoy/strategy', { upgradeStrategy: 'Automatic' })).statusCode).toBe(202);
  expect(await ignores()).toBe('true');
  expect((await post('buoy/uninstall')).statusCode).toBe(202);
  await eventually(async () => expect((await ask('GET', '/api/center/installations/buoy')).statusCode).toBe(404));
  // It is still offered, so nobody is told that it is unknown.
  const codeOf = async (path: string) => (await ask('GET', `/api/center/installations/${path}`)).json().error.code;
  expect([await codeOf('buoy'), await codeOf('nowhere')]).toEqual(['LB7604', 'LB7601']);
  expect((await post('buoy/enable')).json()).toMatchObject({ error: { code: 'LB7604' } });
  expect((await post('nowhere/enable')).json()).toMatchObject({ error: { code: 'LB7601' } });

  expect((await post('tide/install', { version: '1.0.0', consent: first })).statusCode).toBe(202);
  await reaches(server, 'tide', { state: 'Installed', version: '1.0.0' });
  expect((await post('tide/rollback')).json()).toMatchObject({ error: { code: 'LB7606' } });
  expect((await post('tide/cancel')).json()).toMatchObject({ error: { code: 'LB7612' } });
  expect((await post('tide/retry')).json()).toMatchObject({ error: { code: 'LB7613' } });
  expect((await post('tide/consent', { digest: first })).json()).toMatchObject({ error: { code: 'LB7617' } });

  // By kubectl the new version waits; the console agrees to what it asks for and to nothing else.
  await cluster.api.client.patch(
    { group: 'kubesphere.io', version: 'v1alpha1', resource: 'installplans', name: 'tide' },
    'merge',
    { spec: { extension: { version: '2.0.0' } } },
  );
  const waiting = await eventually(async () => {
    const found = (await ask('GET', '/api/center/installations/tide')).json<Installation>();
    expect(found.awaitingConsent).toMatchObject({
      version: '2.0.0',
      added: [{ resources: ['secrets'], risk: 'secrets' }],
    });
    return found;
  });
  expect((await post('tide/consent', { digest: first })).json()).toMatchObject({ error: { code: 'LB7607' } });
  expect((await post('tide/consent', { digest: waiting.awaitingConsent!.digest })).statusCode).toBe(202);
  await reaches(server, 'tide', { state: 'Installed', version: '2.0.0', rollbackTo: { version: '1.0.0' } });

  expect((await post('buoy/install', buoy)).statusCode).toBe(202);
  await reaches(server, 'buoy', { state: 'Installed' });
  const needed = await reaches(server, 'tide', { dependants: [{ name: 'buoy', state: 'met', version: '>=2.0.0' }] });
  expect(needed.dependants).toHaveLength(1);
  expect((await post('tide/uninstall')).json()).toMatchObject({ error: { code: 'LB7411' } });
  expect((await post('tide/disable')).json()).toMatchObject({ error: { code: 'LB7622' } });
  expect((await post('tide/rollback')).json()).toMatchObject({ error: { code: 'LB7413' } });
  expect((await plan('tide')).metadata.deletionTimestamp).toBeUndefined();

  expect((await post('buoy/uninstall')).statusCode).toBe(202);
  await eventually(async () => expect((await ask('GET', '/api/center/installations/buoy')).statusCode).toBe(404));
  expect((await post('tide/rollback')).statusCode).toBe(202);
  await reaches(server, 'tide', { state: 'Installed', version: '1.0.0' });
  const again = await digestOf('tide', '2.0.0');
  expect((await post('tide/upgrade', { version: '2.0.0', consent: first })).json()).toMatchObject({
    error: { code: 'LB7607' },
  });
  expect((await post('tide/upgrade', { version: '2.0.0', consent: again, config: 'a: 1' })).statusCode).toBe(202);
  await reaches(server, 'tide', { version: '2.0.0', config: 'a: 1' });
});

test('a part of the product is switched off and never uninstalled', async () => {
  const server = await centerServer();
  const { upload, version, post, plan, cluster } = server;
  await upload({ name: 'tide', version: '1.0.0', ui: true });
  const consent = (await version('tide', '1.0.0')).permissions.digest;
  expect((await post('tide/install', { version: '1.0.0', consent })).statusCode).toBe(202);
  await reaches(server, 'tide', { state: 'Installed', preinstalled: false });
  const preinstalled = { metadata: { annotations: { [PLAN_MARKS.preinstalled]: 'true' } } };
  await cluster.api.client.patch({ ...INSTALL_PLANS, name: 'tide' }, 'merge', preinstalled);
  await reaches(server, 'tide', { preinstalled: true });
  for (const force of [false, true]) {
    const refused = await post('tide/uninstall', { force });
    expect([refused.statusCode, refused.json()]).toMatchObject([409, { error: { code: 'LB5012' } }]);
  }
  expect((await plan('tide')).metadata.deletionTimestamp).toBeUndefined();
  expect((await post('tide/disable')).statusCode).toBe(202);
  await reaches(server, 'tide', { enabled: false });
});
