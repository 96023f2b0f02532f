import { expect, test, vi } from 'vitest';
import { SECRETS } from '../clusters/cluster-credentials.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { eventually } from '../test-support/eventually.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { EXTENSION_VERSIONS, REPOSITORIES, type RepositoryObject } from './objects.ts';
import { chartServer } from './test-support/chart-server.ts';

vi.setConfig({ testTimeout: 40_000 });

const PASSWORD = 's3cret-of-pilot';

test('a password is taken out of its object, goes nowhere else, and is used all the same', async () => {
  const charts = await chartServer({ name: 'tide-clock', version: '1.0.0' });
  charts.auth = `pilot:${PASSWORD}`;
  const cluster = await testCluster();
  const { client } = cluster.api;
  const { ask } = await testServer([], { clusters: [cluster], allowHosts: [charts.host] });
  const ref = { ...REPOSITORIES, name: 'shore' };
  const applied = { 'kubectl.kubernetes.io/last-applied-configuration': `{"spec":{"password":"${PASSWORD}"}}` };
  await client.create(REPOSITORIES, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'Repository', metadata: { name: 'shore', annotations: applied } },
    spec: { url: charts.url, basicAuth: { username: 'pilot', password: PASSWORD } },
  });
  const shown = async () => {
    const { repositories } = (await ask('GET', '/api/center/repositories')).json();
    return repositories.find(({ name }: { name: string }) => name === 'shore');
  };
  await eventually(async () =>
    expect(await shown()).toMatchObject({ state: 'synced', versions: 1, hasPassword: true }),
  );
  const object = await client.get<RepositoryObject>(ref);
  expect(object.spec?.basicAuth).toEqual({ username: 'pilot' });
  expect(JSON.stringify(object)).not.toContain(PASSWORD);
  const everything = await client.list({ group: '', version: 'v1', resource: 'configmaps' });
  expect(JSON.stringify(everything)).not.toMatch(new RegExp(`${PASSWORD}|${Buffer.from(PASSWORD).toString('base64')}`));

  // The whole of it once more, as kubectl apply would: nothing has changed.
  const mark = object.metadata.annotations?.['luban.dev/credentials'];
  await client.patch(ref, 'merge', { spec: { basicAuth: { password: PASSWORD } } });
  await eventually(async () => {
    const { spec, metadata } = await client.get<RepositoryObject>(ref);
    expect([spec?.basicAuth, metadata.annotations?.['luban.dev/credentials']]).toEqual([{ username: 'pilot' }, mark]);
  });

  // Another password is used at once, and so is none at all.
  charts.auth = 'pilot:another';
  charts.add({ name: 'tide-clock', version: '2.0.0' });
  await client.patch(ref, 'merge', { spec: { basicAuth: { password: 'another' } } });
  await eventually(async () => expect(await shown()).toMatchObject({ state: 'synced', versions: 2 }));
  await client.patch(ref, 'merge', { spec: { basicAuth: null } });
  await eventually(async () =>
    expect(await shown()).toMatchObject({ state: 'failed', hasPassword: false, versions: 2 }),
  );

  const secret = { ...SECRETS, namespace: OWN_NAMESPACE, name: 'repository-shore' };
  await eventually(() => expect(client.get(secret)).rejects.toMatchObject({ code: 404 }));

  // And it goes with its repository.
  await client.patch(ref, 'merge', { spec: { basicAuth: { username: 'pilot', password: 'another' } } });
  await eventually(async () => expect((await client.get(secret)).metadata.name).toBe('repository-shore'));
  await client.delete(ref);
  await eventually(() => expect(client.get(secret)).rejects.toMatchObject({ code: 404 }));
  await eventually(async () => expect((await client.list(EXTENSION_VERSIONS)).items).toEqual([]));
});

test('a look at another host does not get the password that is kept', async () => {
  const [charts, thief] = [await chartServer(), await chartServer()];
  charts.auth = `pilot:${PASSWORD}`;
  thief.auth = `pilot:${PASSWORD}`;
  const cluster = await testCluster();
  const { ask } = await testServer([], { clusters: [cluster], allowHosts: [charts.host, thief.host] });
  await cluster.api.client.create(REPOSITORIES, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'Repository', metadata: { name: 'shore' } },
    spec: { url: charts.url, basicAuth: { username: 'pilot', password: PASSWORD } },
  });
  const check = async (url: string) => {
    const payload = { url, repository: 'shore', basicAuth: { username: 'pilot' } };
    return (await ask('POST', '/api/center/repositories/check', { payload })).statusCode;
  };
  await eventually(async () => expect(await check(charts.url)).toBe(200));
  expect(await check(thief.url)).toBe(502);
});

test('who changes the address of a repository does not learn its password by that', async () => {
  const [charts, thief] = [
    await chartServer({ name: 'tide-clock', version: '1.0.0' }),
    await chartServer({ name: 'tide-clock', version: '1.0.0' }),
  ];
  charts.auth = `pilot:${PASSWORD}`;
  thief.auth = `pilot:${PASSWORD}`;
  const cluster = await testCluster();
  const { client } = cluster.api;
  const { ask } = await testServer([], { clusters: [cluster], allowHosts: [charts.host, thief.host] });
  const ref = { ...REPOSITORIES, name: 'shore' };
  await client.create(REPOSITORIES, {
    ...{ apiVersion: 'kubesphere.io/v1alpha1', kind: 'Repository', metadata: { name: 'shore' } },
    spec: { url: charts.url, basicAuth: { username: 'pilot', password: PASSWORD } },
  });
  const shown = async () => {
    const { repositories } = (await ask('GET', '/api/center/repositories')).json();
    return repositories.find(({ name }: { name: string }) => name === 'shore');
  };
  const known = { state: 'synced', hasPassword: true };
  await eventually(async () => expect(await shown()).toMatchObject(known));

  await client.patch(ref, 'merge', { spec: { url: thief.url } });
  await eventually(async () => expect(await shown()).toMatchObject({ state: 'failed', hasPassword: false }));

  // Back where it was given for, it is known again; elsewhere when it is given again.
  await client.patch(ref, 'merge', { spec: { url: charts.url } });
  await eventually(async () => expect(await shown()).toMatchObject(known));
  await client.patch(ref, 'merge', {
    spec: { url: thief.url, basicAuth: { username: 'pilot', password: PASSWORD } },
  });
  await eventually(async () => expect(await shown()).toMatchObject({ ...known, url: thief.url }));
});
