import type { Installation } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { INSTALL_PLANS } from '../../catalogue/objects.ts';
import { PLAN_MARKS } from '../../installation/installations.ts';
import { eventually } from '../../test-support/eventually.ts';
import { type CenterServer, centerServer } from '../testing/center-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const may = (...resources: string[]) => [
  { kind: 'ClusterRole', rules: [{ apiGroups: [''], resources, verbs: ['get'] }] },
];

const reaches = ({ ask }: CenterServer, wanted: object): Promise<Installation> =>
  eventually(async () => {
    const installation = (await ask('GET', '/api/center/installations/tide')).json<Installation>();
    expect(installation).toMatchObject(wanted);
    expect(installation.runs[0]?.state).toBe('done');
    return installation;
  });

/** Until the interface in force is that of the version, too: its files are written then. */
const isInForce = ({ ask }: CenterServer, version: string) =>
  eventually(async () => {
    expect((await ask('GET', '/api/extensions')).json().extensions).toMatchObject([{ name: 'tide', version }]);
  });

test('somebody stays with what is in force, be the newer version planned or meant for an automatic upgrade', async () => {
  const server = await centerServer();
  const { upload, version, post, put, plan, cluster } = server;
  await upload({ name: 'tide', version: '1.0.0', ui: true, permissions: may('pods') });
  await upload({ name: 'tide', version: '1.1.0', ui: true, permissions: may('pods', 'secrets') });
  const digestOf = async (of: string) => (await version('tide', of)).permissions.digest;
  const [first, second] = [await digestOf('1.0.0'), await digestOf('1.1.0')];
  expect((await post('tide/install', { version: '1.0.0', consent: first, config: 'level: 3' })).statusCode).toBe(202);
  await reaches(server, { state: 'Installed', version: '1.0.0' });
  expect((await post('tide/keep', { digest: second })).json()).toMatchObject({ error: { code: 'LB7617' } });

  // Planned with other values, by somebody who does not use the console.
  const planned = { extension: { version: '1.1.0' }, config: 'level: 4' };
  const planIt = () => cluster.api.client.patch({ ...INSTALL_PLANS, name: 'tide' }, 'merge', { spec: planned });
  await planIt();
  const waiting = await reaches(server, { awaitingConsent: { version: '1.1.0', digest: second } });
  // Only the difference.
  expect(waiting.awaitingConsent?.added).toMatchObject([{ resources: ['secrets'], verbs: ['get'], risk: 'secrets' }]);
  expect(waiting.can.cancel).toBe(false);
  expect((await post('tide/keep', { digest: first })).json()).toMatchObject({ error: { code: 'LB7607' } });
  expect((await post('tide/keep')).statusCode).toBe(400);
  expect((await post('tide/keep', { digest: second })).statusCode).toBe(202);
  const kept = await reaches(server, { version: '1.0.0', plannedVersion: '1.0.0', declined: '1.1.0', problems: [] });
  expect(kept).toMatchObject({ config: 'level: 3', state: 'Installed', upgradeTo: '1.1.0' });
  await eventually(async () => {
    expect((await reaches(server, {})).awaitingConsent).toBeUndefined();
  });
  expect(kept.runs).toHaveLength(1);

  // Who plans it once more is asked once more.
  await planIt();
  await reaches(server, { plannedVersion: '1.1.0', awaitingConsent: { version: '1.1.0', digest: second } });
  expect((await post('tide/keep', { digest: second })).statusCode).toBe(202);
  await reaches(server, { plannedVersion: '1.0.0', declined: '1.1.0', problems: [] });

  // Nobody is asked again for the same version, and for the next one they are.
  expect((await put('tide/strategy', { upgradeStrategy: 'Automatic' })).statusCode).toBe(202);
  await upload({ name: 'tide', version: '1.2.0', ui: true, permissions: may('pods', 'secrets') });
  const third = await digestOf('1.2.0');
  const again = await reaches(server, {
    ...{ awaitingConsent: { version: '1.2.0', digest: third }, problems: [{ code: 'LB7426' }] },
    ...{ version: '1.0.0', plannedVersion: '1.0.0' },
  });
  expect(again).not.toHaveProperty('declined');
  expect((await post('tide/keep', { digest: third })).statusCode).toBe(202);
  await reaches(server, { version: '1.0.0', declined: '1.2.0', problems: [] });

  // Whoever wants it after all has it.
  expect((await post('tide/upgrade', { version: '1.2.0', consent: third })).statusCode).toBe(202);
  await reaches(server, { state: 'Installed', version: '1.2.0' });
  expect((await plan('tide')).metadata.annotations).not.toHaveProperty(PLAN_MARKS.declined);
  await isInForce(server, '1.2.0');
});

test('an automatic upgrade goes on when somebody agrees, and is theirs', async () => {
  const server = await centerServer();
  const { upload, version, post } = server;
  await upload({ name: 'tide', version: '1.0.0', ui: true });
  await upload({ name: 'tide', version: '1.1.0', ui: true, permissions: may('secrets') });
  const { permissions } = await version('tide', '1.0.0');
  const wanted = { version: '1.0.0', consent: permissions.digest, upgradeStrategy: 'Automatic' };
  expect((await post('tide/install', wanted)).statusCode).toBe(202);
  const { awaitingConsent } = await reaches(server, { version: '1.0.0', awaitingConsent: { version: '1.1.0' } });
  expect((await post('tide/consent', { digest: awaitingConsent!.digest })).statusCode).toBe(202);
  const done = await reaches(server, { state: 'Installed', version: '1.1.0', problems: [] });
  expect(done.runs[0]).toMatchObject({ action: 'upgrade', by: 'admin' });
  expect(done).not.toHaveProperty('awaitingConsent');

  // Going back takes back what was agreed to.
  expect((await post('tide/rollback')).statusCode).toBe(202);
  await reaches(server, { state: 'Installed', version: '1.0.0' });
  await upload({ name: 'tide', version: '1.2.0', ui: true, permissions: may('secrets') });
  await reaches(server, { version: '1.0.0', awaitingConsent: { version: '1.2.0' } });
  await isInForce(server, '1.0.0');
});
