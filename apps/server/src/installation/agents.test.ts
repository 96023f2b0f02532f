import { expect, test, vi } from 'vitest';
import { CLUSTERS } from '../clusters/cluster-object.ts';
import { eventually } from '../test-support/eventually.ts';
import { type InstallationWorld, installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

const PACKAGE = {
  name: 'tide',
  metadata: { installationMode: 'Multicluster' },
  charts: { server: { tags: ['extension'] }, collector: { tags: ['agent'] } },
};

const states = async (world: InstallationWorld) => {
  const { clusterSchedulingStatuses = {} } = (await world.get('tide')).status ?? {};
  return Object.fromEntries(Object.entries(clusterSchedulingStatuses).map(([name, { state }]) => [name, state]));
};

const settled = (world: InstallationWorld, expected: Record<string, string>) =>
  eventually(async () => {
    expect(await states(world)).toEqual(expected);
    expect(world.journal('tide')?.runs[0]?.state).not.toBe('running');
  });

const INSTALL_PLANS = { group: 'kubesphere.io', version: 'v1alpha1', resource: 'installplans' };

test('agents are installed on each named cluster with its own values, and taken away where they are not wanted', async () => {
  const world = await installationWorld({ members: ['reef', 'wharf'] });
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0', {
    config: 'collector: {interval: 30s, sinks: [stdout]}\n',
    clusterScheduling: {
      placement: { clusters: ['host', 'reef', 'reef', 'nowhere'], clusterSelector: { matchLabels: { any: 'thing' } } },
      overrides: { reef: 'collector: {interval: 5s, sinks: [a, b]}\n', wharf: 'x: 1' },
    },
  });
  await settled(world, { host: 'Installed', reef: 'Installed' });
  expect(world.helm.version('tide-agent', 'reef')).toBe('1.0.0');
  expect(world.helm.values('tide-agent')).toBe('collector: {interval: 30s, sinks: [stdout]}\n');
  expect(world.helm.values('tide-agent', 'reef')).toContain('interval: 5s');
  expect(world.helm.values('tide-agent', 'reef')).not.toContain('stdout');
  await eventually(() =>
    expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7418', params: { cluster: 'nowhere' } }]),
  );
  const run = world.journal('tide')?.runs.find(({ steps }) => steps.some(({ cluster }) => cluster === 'reef'));
  expect(run).toMatchObject({ state: 'done' });

  await world.patch('tide', { spec: { clusterScheduling: { placement: { clusters: ['wharf'] } } } });
  await settled(world, { wharf: 'Installed' });
  expect(world.helm.version('tide-agent', 'reef')).toBeUndefined();
  expect(world.helm.version('tide-agent')).toBeUndefined();
  expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'clusters', state: 'done' });
  await world.patch('tide', { spec: { clusterScheduling: null } });
  await settled(world, {});
  expect(world.errors).toEqual([]);
});

test('[Q] clusterScheduling without placement is no fault', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0', { clusterScheduling: {} });
  await world.reaches('tide', 'Installed');
  await settled(world, {});
  expect(world.journal('tide')?.problems).toEqual([]);
  expect(world.errors).toEqual([]);
});

test('a cluster that comes to match the selector later gets the agent, and one that ceases to loses it', async () => {
  const world = await installationWorld({ members: ['reef'] });
  await world.publish(PACKAGE);
  const placement = { clusterSelector: { matchLabels: { zone: 'north' } } };
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement } });
  await world.reaches('tide', 'Installed');
  const label = (zone: string | null) =>
    world.kubectl.patch({ ...CLUSTERS, name: 'reef' }, 'merge', { metadata: { labels: { zone } } });
  await label('north');
  await settled(world, { reef: 'Installed' });
  await label(null);
  await settled(world, {});
  expect(world.helm.version('tide-agent', 'reef')).toBeUndefined();
});

test('[Q] an extension for the host alone ignores clusters, and says so', async () => {
  const world = await installationWorld({ members: ['reef'] });
  await world.publish({ ...PACKAGE, metadata: {} });
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef'] } } });
  await world.reaches('tide', 'Installed');
  await eventually(() => expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7417' }]));
  await settled(world, {});
});

test('[Q] 17: an unreachable member stops neither installation nor the other clusters, and is caught up', async () => {
  const world = await installationWorld({ members: ['reef', 'wharf'] });
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.cut('reef');
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef', 'wharf'] } } });
  await world.reaches('tide', 'Installed');
  await settled(world, { wharf: 'Installed' });
  await eventually(() =>
    expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7419', params: { cluster: 'reef' } }]),
  );
  await world.mend('reef');
  await settled(world, { reef: 'Installed', wharf: 'Installed' });
  expect(world.journal('tide')?.problems).toEqual([]);

  await world.cut('reef');
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await eventually(() => expect(world.helm.version('tide-agent', 'wharf')).toBe('1.1.0'));
  await settled(world, { reef: 'Installed', wharf: 'Installed' });
  expect((await world.get('tide')).status?.clusterSchedulingStatuses?.reef?.version).toBe('1.0.0');
  await world.mend('reef');
  await eventually(() => expect(world.helm.version('tide-agent', 'reef')).toBe('1.1.0'));
  await settled(world, { reef: 'Installed', wharf: 'Installed' });
});

test('[Q] 17: an unreachable member does not stop the removal; what it holds goes when it returns', async () => {
  const world = await installationWorld({ members: ['reef', 'wharf'], starts: false });
  const first = await world.start();
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef', 'wharf'] } } });
  await settled(world, { reef: 'Installed', wharf: 'Installed' });
  await world.cut('reef');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.gone('tide');
  expect(world.helm.version('tide')).toBeUndefined();
  expect(world.helm.version('tide-agent', 'wharf')).toBeUndefined();
  expect(world.helm.version('tide-agent', 'reef')).toBe('1.0.0');
  const step = world.journal('tide')?.runs[0]?.steps.find(({ cluster }) => cluster === 'reef');
  expect(step).toMatchObject({ state: 'skipped', problem: { code: 'LB7420' } });
  // What is to be removed there outlives the server.
  await first[Symbol.asyncDispose]();
  await world.start();
  await world.mend('reef');
  await eventually(() => expect(world.helm.version('tide-agent', 'reef')).toBeUndefined());
  await eventually(async () => {
    const { items } = await world.kubectl.list(
      { group: '', version: 'v1', resource: 'configmaps' },
      { labelSelector: 'luban.dev/installation=pending-removal' },
    );
    expect(items).toEqual([]);
  });
});

test('[Q] a failure on one cluster stops no other, stays until something changes, and can be tried again', async () => {
  const world = await installationWorld({ members: ['reef', 'wharf'] });
  await world.publish(PACKAGE);
  world.helm.broken.set('reef/tide-agent', new Set(['1.0.0']));
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef', 'wharf'] } } });
  await settled(world, { reef: 'InstallFailed', wharf: 'Installed' });
  expect((await world.get('tide')).status?.state).toBe('Installed');
  await eventually(() => expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7501' }]));
  expect(world.helm.releases.has('reef/tide-agent')).toBe(false);
  expect(world.helm.calls.filter((call) => call === 'apply reef/tide-agent 1.0.0')).toHaveLength(1);
  world.helm.broken.clear();
  await world.mark('tide', { 'luban.dev/retry': '1' });
  await settled(world, { reef: 'Installed', wharf: 'Installed' });
  await eventually(() => expect(world.journal('tide')?.problems).toEqual([]));
});

test('a failed agent upgrade brings its old version back', async () => {
  const world = await installationWorld({ members: ['reef'] });
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef'] } } });
  await settled(world, { reef: 'Installed' });
  world.helm.broken.set('reef/tide-agent', new Set(['1.1.0']));
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await settled(world, { reef: 'UpgradeFailed' });
  expect(world.helm.version('tide-agent', 'reef')).toBe('1.0.0');
  expect(world.helm.version('tide')).toBe('1.1.0');
});
