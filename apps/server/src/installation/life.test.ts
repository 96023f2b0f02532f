import { expect, test, vi } from 'vitest';
import { UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { eventually } from '../test-support/eventually.ts';
import { PROTECTION } from './plan.ts';
import { type InstallationWorld, installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

const CHART = { server: { tags: ['extension'] } };

async function bundleOf({ kubectl }: InstallationWorld, name: string) {
  return kubectl.get<UIBundleObject>({ ...UI_BUNDLES, name }).catch(() => undefined);
}

test('a plan is installed, and says so in the words of KubeSphere', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ui: true, charts: CHART });
  await world.plan('tide', '1.0.0', { config: 'port: 8080\n' });
  const plan = await world.reaches('tide', 'Installed');
  expect(plan.metadata.finalizers).toContain(PROTECTION);
  expect(plan.status).toMatchObject({
    version: '1.0.0',
    targetNamespace: 'extension-tide',
    releaseName: 'tide',
    enabled: true,
    configHash: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(plan.status?.stateHistory?.map(({ state }) => state)).toEqual(['Preparing', 'Installing', 'Installed']);
  expect(plan.status?.conditions?.map(({ type, status }) => `${type} ${status}`).sort()).toEqual([
    'Initialized True',
    'Installed True',
    'Ready True',
  ]);
  expect(world.helm.version('tide')).toBe('1.0.0');
  expect(world.helm.values('tide')).toBe('port: 8080\n');
  expect((await bundleOf(world, 'tide'))?.spec.version).toBe('1.0.0');
  const journal = world.journal('tide');
  expect(journal?.runs).toHaveLength(1);
  expect(journal?.runs[0]).toMatchObject({ action: 'install', version: '1.0.0', state: 'done' });
  expect(journal?.runs[0]?.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(
    ['check', 'fetch', 'dry-run', 'prepare', 'release', 'interface', 'enable'].map((name) => `${name} done`),
  );
  expect(journal?.history).toMatchObject([{ version: '1.0.0', config: 'port: 8080\n' }]);
  expect(journal?.problems).toEqual([]);
  expect(world.errors).toEqual([]);
});

test('a package without objects needs no helm', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ui: true });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  expect(world.helm.calls).toEqual([]);
  const states = world.journal('tide')?.runs[0]?.steps.map(({ name, state }) => `${name} ${state}`);
  expect(states).toContain('release skipped');
  expect(states).toContain('interface done');
});

test('it is upgraded, configured, gone back with in one patch, and removed with a report', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ name: 'tide', version, ui: true, charts: CHART });
  await world.plan('tide', '1.0.0', { config: 'a: 1' });
  await world.reaches('tide', 'Installed');
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  const upgraded = await world.reaches('tide', 'Installed');
  expect(upgraded.status?.version).toBe('1.1.0');
  expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'upgrade', from: '1.0.0', state: 'done' });
  expect((await bundleOf(world, 'tide'))?.spec.version).toBe('1.1.0');

  const before = world.journal('tide')!.history[1]!;
  await world.patch('tide', { spec: { extension: { version: before.version }, config: before.config } });
  await eventually(() => expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'rollback', state: 'done' }));
  expect(world.helm.version('tide')).toBe('1.0.0');
  expect((await bundleOf(world, 'tide'))?.spec.version).toBe('1.0.0');
  expect(world.journal('tide')?.history.map(({ version }) => version)).toEqual(['1.0.0']);

  await world.patch('tide', { spec: { config: 'a: 2' } });
  await eventually(() => expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'configure', state: 'done' }));
  expect(world.helm.values('tide')).toBe('a: 2');

  await world.kubectl.delete({ group: 'kubesphere.io', version: 'v1alpha1', resource: 'installplans', name: 'tide' });
  await world.gone('tide');
  expect(world.helm.version('tide')).toBeUndefined();
  expect(await bundleOf(world, 'tide')).toBeUndefined();
  await eventually(() => {
    expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'uninstall', state: 'done' });
    expect(world.journal('tide')?.remains?.items.map(({ why }) => why)).toEqual(['namespace', 'volume']);
  });
  // What was given for the installation alone is no remnant that somebody has to decide about.
  expect(world.helm.calls.at(-1)).toBe('purge ServiceAccount');
  await world.installations.dismiss('tide');
  await eventually(() => expect(world.journal('tide')).toBeUndefined());
  expect(world.errors).toEqual([]);
});

test('[Q] an upgrade that fails keeps the old version in force, says so, and is not tried again for nothing', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ name: 'tide', version, ui: true, charts: CHART });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  world.helm.broken.set('host/tide', new Set(['1.1.0']));
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  const plan = await world.reaches('tide', 'UpgradeFailed');
  expect(plan.status?.version).toBe('1.0.0');
  expect(plan.status?.conditions?.[0]).toMatchObject({ type: 'Upgraded', status: 'False', reason: 'UpgradeFailed' });
  expect(plan.status?.conditions?.[0]?.message).toMatch(/LB7501.*1\.0\.0 again/);
  expect(world.helm.version('tide')).toBe('1.0.0');
  expect((await bundleOf(world, 'tide'))?.spec.version).toBe('1.0.0');
  await eventually(() => expect(world.journal('tide')?.problems).toMatchObject([{ code: 'LB7501' }]));
  const applies = () => world.helm.calls.filter((call) => call === 'apply host/tide 1.1.0').length;
  expect(applies()).toBe(1);
  await world.mark('tide', { 'somebody.example/note': 'x' });
  await eventually(() => expect(world.journal('tide')?.runs[0]?.state).toBe('failed'));
  expect(applies()).toBe(1);

  world.helm.broken.clear();
  await world.mark('tide', { 'luban.dev/retry': '1' });
  await eventually(async () => expect((await world.reaches('tide', 'Installed')).status?.version).toBe('1.1.0'));
  expect(world.journal('tide')?.problems).toEqual([]);
});

test('who takes a failed upgrade out of the plan has what is in force', async () => {
  const world = await installationWorld();
  for (const version of ['1.0.0', '1.1.0']) await world.publish({ name: 'tide', version, charts: CHART });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  world.helm.broken.set('host/tide', new Set(['1.1.0']));
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await world.reaches('tide', 'UpgradeFailed');
  const runs = world.journal('tide')?.runs.length;
  await world.patch('tide', { spec: { extension: { version: '1.0.0' } } });
  await world.reaches('tide', 'Installed');
  await eventually(() => expect(world.journal('tide')?.problems).toEqual([]));
  expect(world.journal('tide')?.runs.length).toBe(runs);
});
