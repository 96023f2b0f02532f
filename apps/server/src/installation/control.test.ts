import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { EXTENSION_VERSIONS } from '../catalogue/objects.ts';
import { UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { eventually } from '../test-support/eventually.ts';
import { type InstallationWorld, installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

const PACKAGE = { name: 'tide', ui: true as const, charts: { server: { tags: ['extension'] } } };
const INSTALL_PLANS = { group: 'kubesphere.io', version: 'v1alpha1', resource: 'installplans' };

const isHanging = (world: InstallationWorld, state: string) =>
  eventually(async () => {
    expect((await world.get('tide')).status?.state).toBe(state);
    expect(world.journal('tide')?.runs[0]?.steps.find(({ name }) => name === 'release')?.state).toBe('running');
  });

const runId = (world: InstallationWorld) => world.journal('tide')!.runs[0]!.id;

const bundle = (world: InstallationWorld) =>
  world.kubectl.get<UIBundleObject>({ ...UI_BUNDLES, name: 'tide' }).catch(() => undefined);

test('a first installation that is cancelled is as if it had never been, and can be tried again', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  world.helm.hanging.add('host/tide');
  await world.plan('tide', '1.0.0');
  await isHanging(world, 'Installing');
  await world.mark('tide', { 'luban.dev/cancel': 'another run' });
  await sleep(100);
  expect(world.journal('tide')?.runs[0]?.state).toBe('running');
  await world.mark('tide', { 'luban.dev/cancel': runId(world) });
  const plan = await world.reaches('tide', 'InstallFailed');
  expect(plan.status?.conditions?.find(({ type }) => type === 'Installed')).toMatchObject({
    status: 'False',
    reason: 'InstallCancelled',
  });
  expect(plan.status?.version).toBeUndefined();
  expect(world.journal('tide')?.runs[0]).toMatchObject({ state: 'cancelled' });
  expect(world.journal('tide')?.runs[0]?.steps.at(-1)).toMatchObject({ name: 'restore', state: 'done' });
  expect(world.helm.releases.size).toBe(0);
  expect(world.helm.calls).toContain('purge ServiceAccount Namespace');
  expect(await bundle(world)).toBeUndefined();
  world.helm.hanging.clear();
  await world.mark('tide', { 'luban.dev/retry': 'now' });
  await world.reaches('tide', 'Installed');
});

test('an upgrade that is cancelled leaves the old version as it was', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.plan('tide', '1.0.0', { config: 'a: 1' });
  await world.reaches('tide', 'Installed');
  const before = await bundle(world);
  world.helm.hanging.add('host/tide');
  await world.patch('tide', { spec: { extension: { version: '1.1.0' }, config: 'a: 2' } });
  await isHanging(world, 'Upgrading');
  world.helm.hanging.clear();
  await world.mark('tide', { 'luban.dev/cancel': runId(world) });
  const plan = await world.reaches('tide', 'UpgradeFailed');
  expect(plan.status?.version).toBe('1.0.0');
  expect(plan.status?.conditions?.[0]).toMatchObject({ reason: 'UpgradeCancelled' });
  expect(world.helm.version('tide')).toBe('1.0.0');
  expect(world.helm.values('tide')).toBe('a: 1');
  expect((await bundle(world))?.spec).toEqual(before?.spec);
});

test('a plan that is changed while it is brought about ends as it says last', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.plan('tide', '1.0.0');
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  expect((await world.reaches('tide', 'Installed')).status?.version).toBe('1.1.0');
});

test('[Q] 18: a wait that takes too long ends with a message, and what was is back', async () => {
  const world = await installationWorld({ limits: { release: 300 } });
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  world.helm.hanging.add('host/tide');
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'InstallFailed');
  await eventually(() =>
    expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7421', params: { step: 'release' } }]),
  );
  expect(world.helm.releases.size).toBe(0);
});

test('16: [Q] an installation whose version object is gone can be removed, also by force', async () => {
  const world = await installationWorld();
  for (const name of ['tide', 'surf']) await world.publish({ ...PACKAGE, name });
  for (const name of ['tide', 'surf']) await world.plan(name, '1.0.0');
  for (const name of ['tide', 'surf']) await world.reaches(name, 'Installed');
  for (const name of ['tide', 'surf']) await world.kubectl.delete({ ...EXTENSION_VERSIONS, name: `${name}-1.0.0` });
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.gone('tide');
  await world.mark('surf', { 'kubesphere.io/force-delete': 'true' });
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'surf' });
  await world.gone('surf');
  expect(world.helm.releases.size).toBe(0);
  expect(world.helm.calls).toContain('uninstall host/surf by force');
});

test('[Q] a removal that failed is tried again when somebody says so', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  world.helm.stuck.add('host/tide');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  const plan = await world.reaches('tide', 'UninstallFailed');
  expect(plan.status?.conditions?.find(({ type }) => type === 'Uninstalled')).toMatchObject({ status: 'False' });
  expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7501' }]);
  world.helm.stuck.clear();
  await world.mark('tide', { 'luban.dev/retry': '1' });
  await world.gone('tide');
  expect(world.helm.releases.size).toBe(0);
});

test('[Q] force removes what does not go by itself, also while that is tried', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  world.helm.hanging.add('host/tide');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await eventually(() => expect(world.helm.calls).toContain('uninstall host/tide'));
  await world.mark('tide', { 'kubesphere.io/force-delete': '' });
  await world.gone('tide');
  expect(world.helm.releases.size).toBe(0);
});

test('a plan that is deleted while it is installed is taken away with what it had brought', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  world.helm.hanging.add('host/tide');
  await world.plan('tide', '1.0.0');
  await isHanging(world, 'Installing');
  world.helm.hanging.clear();
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.gone('tide');
  expect(world.helm.releases.size).toBe(0);
  expect(await bundle(world)).toBeUndefined();
});

test('17: force does not wait for a member, nor for one that helm cannot free', async () => {
  const world = await installationWorld({ members: ['reef', 'wharf'] });
  await world.publish({ ...PACKAGE, metadata: { installationMode: 'Multicluster' } });
  await world.plan('tide', '1.0.0', { clusterScheduling: { placement: { clusters: ['reef', 'wharf'] } } });
  await eventually(() => expect(world.helm.releases.size).toBe(3));
  await world.reaches('tide', 'Installed');
  world.helm.stuck.add('wharf/tide-agent');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.reaches('tide', 'UninstallFailed');
  await world.cut('reef');
  await world.mark('tide', { 'kubesphere.io/force-delete': 'true' });
  await world.gone('tide');
  expect([...world.helm.releases.keys()]).toEqual([]);
});

test('[Q] nothing depends on clocks: a history from the future stops nothing', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  const stateHistory = [{ state: 'Installed', lastTransitionTime: '2099-01-01T00:00:00Z' }];
  await world.patch('tide', { status: { stateHistory }, spec: { extension: { version: '1.1.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  const plan = await world.reaches('tide', 'Installed');
  expect(plan.status?.stateHistory?.map(({ state }) => state)).toEqual([
    'Installed',
    'Preparing',
    'Upgrading',
    'Installed',
  ]);
});

test('the history of states holds ten at most', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  for (let i = 0; i < 4; i++) {
    await world.patch('tide', { spec: { config: `a: ${i}` } });
    await eventually(() => expect(world.helm.values('tide')).toBe(`a: ${i}`));
    await world.reaches('tide', 'Installed');
  }
  expect((await world.get('tide')).status?.stateHistory).toHaveLength(10);
  expect(world.journal('tide')?.runs).toHaveLength(5);
});

test('[Q] 6527: a release that went with its namespace is neither waited for nor missed', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  world.helm.releases.clear();
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  await world.reaches('tide', 'Installed');
  world.helm.releases.clear();
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.gone('tide');
});

test('an upgrade that cannot be taken back says so, and can be tried again or removed by force', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ ...PACKAGE, version });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  world.helm.broken.set('host/tide', new Set(['1.1.0']));
  const rollback = vi.spyOn(world.releases, 'rollback').mockRejectedValue(new Error('no such revision'));
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  const plan = await world.reaches('tide', 'UpgradeFailed');
  expect(plan.status?.conditions?.[0]?.message).toMatch(/LB7501.*could not be brought back.*no such revision.*LB7423/);
  expect(world.journal('tide')?.runs[0]?.steps.at(-1)).toMatchObject({ name: 'restore', state: 'failed' });
  expect(rollback.mock.calls.length).toBe(3);
  rollback.mockRestore();
  world.helm.broken.clear();
  await world.mark('tide', { 'luban.dev/retry': '1' });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  await world.reaches('tide', 'Installed');
});

test('a plan with a name that no extension can have says so, and is held by nothing', async () => {
  const world = await installationWorld();
  const name = 'x'.repeat(64);
  await world.plan(name, '1.0.0');
  await eventually(async () =>
    expect((await world.get(name)).status?.conditions?.[0]).toMatchObject({ type: 'Initialized', reason: 'Blocked' }),
  );
  // One that is held already, by us or by a KubeSphere before.
  const finalizers = ['kubesphere.io/installplan-protection'];
  await world.patch(name, { metadata: { finalizers } });
  await eventually(async () => expect((await world.get(name)).metadata.finalizers ?? []).toEqual([]));
  await world.kubectl.delete({ ...INSTALL_PLANS, name });
  await world.gone(name);
  expect(world.errors).toEqual([]);
});
