import { setTimeout } from 'node:timers/promises';
import { permissionsDigest, readPackage } from '@luban/extension-package';
import { testPackage } from '@luban/extension-package/testing';
import { expect, test, vi } from 'vitest';
import { EXTENSION_VERSIONS, EXTENSIONS, type ExtensionObject } from '../catalogue/objects.ts';
import { eventually } from '../test-support/eventually.ts';
import { type InstallationWorld, installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

const CHART = { charts: { server: { tags: ['extension'] } } };
const INSTALL_PLANS = { group: 'kubesphere.io', version: 'v1alpha1', resource: 'installplans' };

const needs = (name: string, version: string, required = true) => ({
  externalDependencies: [{ name, type: 'extension', version, required }],
});

/** Waits until exactly these problems are in the way. */
const says = (world: InstallationWorld, name: string, ...codes: string[]) =>
  eventually(() => expect(world.journal(name)?.problems.map(({ code }) => code)).toEqual(codes));

const reasonOf = async (world: InstallationWorld, name: string, type: string) =>
  (await world.get(name)).status?.conditions?.find((condition) => condition.type === type);

test('[Q] a version that is not in the catalogue is named with those that are, and the plan goes on when it comes', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ...CHART });
  await world.plan('tide', '1.1.0');
  await says(world, 'tide', 'LB7401');
  expect(world.journal('tide')?.problems[0]?.params).toEqual({ version: '1.1.0', available: '1.0.0' });
  expect(await reasonOf(world, 'tide', 'Initialized')).toMatchObject({
    status: 'False',
    reason: 'Blocked',
    message: expect.stringContaining('There are: 1.0.0'),
  });
  expect((await world.get('tide')).status?.state ?? '').toBe('');
  await world.publish({ name: 'tide', version: '1.1.0', ...CHART });
  await world.reaches('tide', 'Installed');
  await says(world, 'tide');
});

test('16: what is installed stays as it is when its version object is gone', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ...CHART });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  await world.kubectl.delete({ ...EXTENSION_VERSIONS, name: 'tide-1.0.0' });
  await world.patch('tide', { spec: { enabled: false } });
  await eventually(async () => expect((await world.get('tide')).status?.enabled).toBe(false));
  expect((await world.get('tide')).status?.state).toBe('Installed');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.gone('tide');
  expect(world.helm.version('tide')).toBeUndefined();
});

test('21: a required dependency is asked for before installation, and the plan goes on when it is there', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'keeper', version: '1.0.0', ...CHART });
  await world.publish({ name: 'keeper', version: '2.1.0', ...CHART });
  await world.publish({ name: 'tide', metadata: needs('keeper', '^2.0.0'), ...CHART });
  await world.plan('tide', '1.0.0');
  await says(world, 'tide', 'LB7405');
  await world.plan('keeper', '1.0.0');
  await world.reaches('keeper', 'Installed');
  await says(world, 'tide', 'LB7407');
  await world.patch('keeper', { spec: { enabled: false, extension: { version: '2.1.0' } } });
  await says(world, 'tide', 'LB7406');
  expect(world.helm.calls.filter((call) => call.includes('host/tide'))).toEqual([]);
  await world.patch('keeper', { spec: { enabled: true } });
  await world.reaches('tide', 'Installed');
  await says(world, 'tide');
});

test('21: what others need is neither removed, nor disabled, nor taken out of their range, unless somebody insists', async () => {
  const world = await installationWorld();
  for (const version of ['2.1.0', '3.0.0']) await world.publish({ name: 'keeper', version, ...CHART });
  await world.publish({ name: 'tide', metadata: needs('keeper', '^2.0.0'), ...CHART });
  await world.plan('keeper', '2.1.0');
  await world.reaches('keeper', 'Installed');
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');

  await world.patch('keeper', { spec: { enabled: false } });
  await says(world, 'keeper', 'LB7412');
  expect((await world.get('keeper')).status?.enabled).toBe(true);
  await world.patch('keeper', { spec: { enabled: true, extension: { version: '3.0.0' } } });
  await says(world, 'keeper', 'LB7413');
  expect(world.helm.version('keeper')).toBe('2.1.0');
  await world.patch('keeper', { spec: { extension: { version: '2.1.0' } } });
  await says(world, 'keeper');

  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'keeper' });
  await says(world, 'keeper', 'LB7411');
  expect(await reasonOf(world, 'keeper', 'Uninstalled')).toMatchObject({ status: 'False', reason: 'Blocked' });
  expect(world.helm.version('keeper')).toBe('2.1.0');
  await world.mark('keeper', { 'luban.dev/ignore-dependencies': '' });
  await world.gone('keeper');
  expect(world.helm.version('keeper')).toBeUndefined();
});

test('a removal that others are in the way of goes on when they are gone', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'keeper', ...CHART });
  await world.publish({ name: 'tide', metadata: needs('keeper', '>=1.0.0'), ...CHART });
  await world.plan('keeper', '1.0.0');
  await world.reaches('keeper', 'Installed');
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'keeper' });
  await says(world, 'keeper', 'LB7411');
  await world.kubectl.delete({ ...INSTALL_PLANS, name: 'tide' });
  await world.gone('tide');
  await world.gone('keeper');
});

test('21: an optional dependency is no more than worth knowing, and a missing one can be ignored', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', metadata: needs('keeper', '^2.0.0', false), ...CHART });
  await world.publish({ name: 'surf', metadata: needs('keeper', '^2.0.0'), ...CHART });
  await world.plan('tide', '1.0.0');
  await world.plan('surf', '1.0.0');
  await world.reaches('tide', 'Installed');
  await says(world, 'surf', 'LB7405');
  await world.mark('surf', { 'luban.dev/ignore-dependencies': 'yes' });
  await world.reaches('surf', 'Installed');
});

test('extensions that need each other say so instead of waiting for ever', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'hen', metadata: needs('egg', '>=1.0.0'), ...CHART });
  await world.publish({ name: 'egg', metadata: needs('hen', '>=1.0.0'), ...CHART });
  await world.plan('hen', '1.0.0');
  await world.plan('egg', '1.0.0');
  await eventually(() => {
    const circles = ['hen', 'egg'].flatMap((name) => world.journal(name)?.problems ?? []);
    expect(circles.filter(({ code }) => code === 'LB7408').map(({ params }) => params.circle)).toEqual([
      'hen → egg → hen',
      'egg → hen → egg',
    ]);
  });
  await world.mark('hen', { 'luban.dev/ignore-dependencies': '' });
  await world.reaches('hen', 'Installed');
  await world.reaches('egg', 'Installed');
});

test('18: a dependency that is under way is waited for, and not for ever', async () => {
  const world = await installationWorld({ limits: { dependency: 300 } });
  await world.publish({ name: 'keeper', ...CHART });
  await world.publish({ name: 'tide', metadata: needs('keeper', '>=1.0.0'), ...CHART });
  world.helm.hanging.add('host/keeper');
  await world.plan('keeper', '1.0.0');
  await eventually(async () => expect((await world.get('keeper')).status?.state).toBe('Installing'));
  await world.plan('tide', '1.0.0');
  await says(world, 'tide', 'LB7410');
  expect((await world.get('tide')).status?.state).toBe('InstallFailed');
  world.helm.hanging.clear();
  await world.mark('keeper', { 'luban.dev/cancel': world.journal('keeper')!.runs[0]!.id });
  await world.reaches('keeper', 'InstallFailed');
  await world.mark('keeper', { 'luban.dev/retry': '1' });
  await world.reaches('keeper', 'Installed');
  await world.reaches('tide', 'Installed');
});

test('21: ranges of Kubernetes and KubeSphere versions are enforced', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', metadata: { kubeVersion: '>=9.0.0-0', ksVersion: '>=9.0.0' }, ...CHART });
  await world.plan('tide', '1.0.0');
  await says(world, 'tide', 'LB7140', 'LB7141');
  expect((await world.get('tide')).status?.version).toBeUndefined();
});

test.each([
  ['a: [1, 2\n', undefined],
  ['- a list\n', undefined],
  ['a: 1\na: 2\n', undefined],
  ['just text', undefined],
  ['', { reef: 'x: {' }],
])('[Q] values %j with overrides %j are refused, never taken for empty', async (config, overrides) => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ...CHART });
  await world.plan('tide', '1.0.0', { config, ...(overrides && { clusterScheduling: { overrides } }) });
  await says(world, 'tide', 'LB7404');
  expect(await reasonOf(world, 'tide', 'Initialized')).toMatchObject({ reason: 'Blocked' });
  expect(world.helm.calls).toEqual([]);
  await world.patch('tide', { spec: { config: 'a: 1', clusterScheduling: null } });
  await world.reaches('tide', 'Installed');
});

test('a plan of another name than its extension is refused', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', ...CHART });
  await world.plan('surf', '1.0.0', { extension: { name: 'tide', version: '1.0.0' } });
  await says(world, 'surf', 'LB7402');
});

test('two extensions that fix the same namespace are told of', async () => {
  const world = await installationWorld();
  for (const name of ['tide', 'surf']) await world.publish({ name, metadata: { namespace: 'shared' }, ...CHART });
  await world.plan('tide', '1.0.0');
  expect((await world.reaches('tide', 'Installed')).status?.targetNamespace).toBe('shared');
  await world.plan('surf', '1.0.0');
  await world.reaches('surf', 'Installed');
  await says(world, 'surf', 'LB7416');
});

const rights = (...resources: string[]) => [
  { kind: 'ClusterRole', rules: [{ apiGroups: [''], resources, verbs: ['get'] }] },
];

async function digestOf(permissions: readonly unknown[], version: string): Promise<string> {
  const read = await readPackage(testPackage({ name: 'tide', version, permissions, ...CHART }));
  return permissionsDigest(read.permissions);
}

test('a version that asks for more rights waits for consent to exactly these', async () => {
  const world = await installationWorld();
  const more = rights('pods', 'secrets');
  await world.publish({ name: 'tide', version: '1.0.0', permissions: rights('pods'), ...CHART });
  await world.publish({ name: 'tide', version: '1.1.0', permissions: more, ...CHART });
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await says(world, 'tide', 'LB7415');
  const digest = await digestOf(more, '1.1.0');
  expect(world.journal('tide')?.awaitingConsent).toEqual({ version: '1.1.0', digest });
  expect(await reasonOf(world, 'tide', 'Consented')).toMatchObject({ status: 'False', reason: 'MoreRightsAsked' });
  expect((await world.get('tide')).status).toMatchObject({ state: 'Installed', version: '1.0.0' });
  await world.mark('tide', { 'luban.dev/consent': await digestOf(rights('pods'), '1.1.0') });
  await says(world, 'tide', 'LB7415');
  expect(world.helm.version('tide')).toBe('1.0.0');
  await world.mark('tide', { 'luban.dev/consent': digest });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  await world.reaches('tide', 'Installed');
  expect(world.journal('tide')?.awaitingConsent).toBeUndefined();
  expect(await reasonOf(world, 'tide', 'Consented')).toBeUndefined();

  // There and back again: nobody is asked twice for the same.
  await world.patch('tide', { spec: { extension: { version: '1.0.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.0.0'));
  await world.reaches('tide', 'Installed');
});

test('an automatic upgrade is seen too where the catalogue tells of the extension only after its installation', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', version: '1.0.0', ...CHART });
  await world.publish({ name: 'tide', version: '1.1.0', ...CHART });
  const entry = await world.kubectl.get<ExtensionObject>({ ...EXTENSIONS, name: 'tide' });
  await world.kubectl.delete({ ...EXTENSIONS, name: 'tide' });
  await world.plan('tide', '1.0.0', { upgradeStrategy: 'Automatic' });
  await world.reaches('tide', 'Installed');
  // Nothing but the catalogue wakes it then.
  await setTimeout(1_000);
  const { apiVersion, kind, spec } = entry;
  const status = { ...entry.status, recommendedVersion: '1.1.0' };
  await world.kubectl.create<ExtensionObject>(EXTENSIONS, {
    apiVersion,
    kind,
    metadata: { name: 'tide' },
    spec,
    status,
  });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
});

test('21: an automatic upgrade follows the recommended version, and never extends rights', async () => {
  const world = await installationWorld();
  await world.publish({ name: 'tide', version: '1.0.0', permissions: rights('pods'), ...CHART });
  await world.publish({ name: 'tide', version: '1.1.0', permissions: rights('pods'), ...CHART });
  await world.publish({ name: 'tide', version: '2.0.0', permissions: rights('secrets'), ...CHART });
  const recommend = (version: string) =>
    world.kubectl.patch({ ...EXTENSIONS, name: 'tide' }, 'merge', { status: { recommendedVersion: version } });
  await world.plan('tide', '1.0.0', { upgradeStrategy: 'Automatic' });
  await world.reaches('tide', 'Installed');
  await recommend('1.1.0');
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  const plan = await world.reaches('tide', 'Installed');
  expect(plan.spec?.extension.version).toBe('1.1.0');
  expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'upgrade', by: 'system' });
  await recommend('2.0.0');
  await says(world, 'tide', 'LB7426');
  expect(world.helm.version('tide')).toBe('1.1.0');
  const digest = await digestOf(rights('secrets'), '2.0.0');
  expect(world.journal('tide')?.awaitingConsent).toEqual({ version: '2.0.0', digest });

  // Nothing waits where it is not to happen by itself, or somebody decided against it.
  await world.patch('tide', { spec: { upgradeStrategy: 'Manual' } });
  await says(world, 'tide');
  await eventually(() => expect(world.journal('tide')?.awaitingConsent).toBeUndefined());
  await world.patch('tide', { spec: { upgradeStrategy: 'Automatic' } });
  await says(world, 'tide', 'LB7426');
  await world.mark('tide', { 'luban.dev/declined': '2.0.0' });
  await says(world, 'tide');
  await eventually(() => expect(world.journal('tide')?.awaitingConsent).toBeUndefined());
  expect(world.helm.version('tide')).toBe('1.1.0');

  // It goes on as soon as somebody agrees, in their name.
  const agreed = { 'luban.dev/consent': digest, 'luban.dev/changed-by': 'ada' };
  await world.patch('tide', { metadata: { annotations: { ...agreed, 'luban.dev/declined': null } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('2.0.0'));
  await world.reaches('tide', 'Installed');
  expect(world.journal('tide')?.runs[0]).toMatchObject({ action: 'upgrade', by: 'ada' });
  expect(world.journal('tide')?.awaitingConsent).toBeUndefined();
  await world.patch('tide', { spec: { extension: { version: '1.1.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.1.0'));
  await world.reaches('tide', 'Installed');

  // Who went back from a version does not want it again.
  await world.patch('tide', { spec: { extension: { version: '1.0.0' } } });
  await eventually(() => expect(world.helm.version('tide')).toBe('1.0.0'));
  await world.reaches('tide', 'Installed');
  await recommend('1.1.0');
  await says(world, 'tide', 'LB7428');
  expect(world.helm.version('tide')).toBe('1.0.0');
});
