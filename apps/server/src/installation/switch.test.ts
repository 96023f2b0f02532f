import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { expect, test, vi } from 'vitest';
import { UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { eventually } from '../test-support/eventually.ts';
import { installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

const SPECS = {
  jsbundles: () => ({ kind: 'JSBundle', spec: {} }),
  apiservices: (name: string) => ({
    kind: 'APIService',
    spec: { group: `${name}.example`, version: 'v1', url: 'http://x.example' },
  }),
  reverseproxies: (name: string) => ({
    kind: 'ReverseProxy',
    spec: { matcher: { path: `/proxy/${name}/*`, method: '*' }, upstream: { url: 'http://x.example' } },
  }),
  extensionentries: () => ({ kind: 'ExtensionEntry', spec: { entries: [] } }),
};
const refOf = (resource: string, name?: string) => ({
  ...{ group: 'extensions.kubesphere.io', version: 'v1alpha1', resource },
  ...(name !== undefined && { name }),
});

/** One object of each kind that extends the console, as a chart brings them. */
async function bring(client: KubeClient, extension: string): Promise<void> {
  for (const [resource, shape] of Object.entries(SPECS)) {
    await client.create(refOf(resource), {
      apiVersion: 'extensions.kubesphere.io/v1alpha1',
      metadata: { name: extension, labels: { 'kubesphere.io/extension-ref': extension } },
      ...shape(extension),
      status: { state: 'Available' },
    });
  }
}

async function statesIn(client: KubeClient, name: string): Promise<(string | undefined)[]> {
  const objects = await Promise.all(
    Object.keys(SPECS).map((resource) => client.get<KubeObject>(refOf(resource, name))),
  );
  return objects.map(({ status }) => (status as { state?: string } | undefined)?.state);
}

test('2.6: disabling turns off what extends the console on the host and on members, and nothing of others', async () => {
  const world = await installationWorld({ members: ['reef', 'wharf'] });
  await world.publish({
    name: 'tide',
    ui: true,
    metadata: { installationMode: 'Multicluster' },
    charts: { server: { tags: ['extension'] } },
  });
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef', 'wharf'] } } });
  await eventually(() => expect(world.helm.releases.size).toBe(3));
  await world.reaches('tide', 'Installed');
  const clients = [world.kubectl, world.members.get('reef')!.api.client, world.members.get('wharf')!.api.client];
  for (const client of clients) for (const name of ['tide', 'other']) await bring(client, name);
  await world.cut('wharf');

  await world.patch('tide', { spec: { enabled: false } });
  for (const client of clients.slice(0, 2)) {
    await eventually(async () => expect(await statesIn(client, 'tide')).toEqual(Array(4).fill('Disabled')));
    expect(await statesIn(client, 'other')).toEqual(Array(4).fill('Available'));
  }
  await eventually(async () => expect((await world.get('tide')).status?.enabled).toBe(false));
  const bundle = await world.kubectl.get<UIBundleObject>({ ...UI_BUNDLES, name: 'tide' });
  expect(bundle.status?.state).toBe('Disabled');
  expect(await statesIn(clients[2]!, 'tide')).toEqual(Array(4).fill('Available'));
  await world.mend('wharf');
  await eventually(async () => expect(await statesIn(clients[2]!, 'tide')).toEqual(Array(4).fill('Disabled')));

  await world.patch('tide', { spec: { enabled: true } });
  for (const client of clients) {
    await eventually(async () => expect(await statesIn(client, 'tide')).toEqual(Array(4).fill('Available')));
  }
});

test('the switch works while something else is under way', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) {
    await world.publish({ name: 'tide', version, charts: { server: { tags: ['extension'] } } });
  }
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  await bring(world.kubectl, 'tide');
  world.helm.hanging.add('host/tide');
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await eventually(async () => expect((await world.get('tide')).status?.state).toBe('Upgrading'));
  await world.patch('tide', { spec: { enabled: false } });
  await eventually(async () => expect(await statesIn(world.kubectl, 'tide')).toEqual(Array(4).fill('Disabled')));
  expect((await world.get('tide')).status?.state).toBe('Upgrading');
});

test('what does not say that it is enabled is not, as in KubeSphere', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ui: true });
  await world.plan('tide', '1.0.0', { enabled: undefined });
  await world.reaches('tide', 'Installed');
  await eventually(async () => {
    const bundle = await world.kubectl.get<UIBundleObject>({ ...UI_BUNDLES, name: 'tide' });
    expect(bundle.status?.state).toBe('Disabled');
  });
});
