import type { ExtensionPackage } from '@luban/extension-package';
import type { KubeClient } from '@luban/kube/client';
import { expect, test } from 'vitest';
import { MARKS, UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { INSTALLED_MARK, InterfaceInstaller } from './interface-installer.ts';

/** As far as an interface needs it. */
function packageOf(version: string, options: { ui?: boolean } = {}): ExtensionPackage {
  const manifest = { apiVersion: 'luban.dev/v1', name: 'tides', version };
  const ui = options.ui === false ? undefined : { manifest, digest: `sha256:${version}` };
  return { metadata: { name: 'tides', version }, ui } as unknown as ExtensionPackage;
}

async function open(): Promise<{ client: KubeClient; installer: InterfaceInstaller; found(): Promise<string> }> {
  const { client } = (await testCluster()).api;
  const found = async () => {
    const object = await client.get<UIBundleObject>({ ...UI_BUNDLES, name: 'tides' }).catch(() => undefined);
    return object === undefined ? 'none' : `${object.spec.version} ${object.status?.state}`;
  };
  return { client, installer: new InterfaceInstaller(client), found };
}

const bundle = (annotations: Record<string, string> = {}): UIBundleObject => ({
  apiVersion: 'extensions.luban.dev/v1alpha1',
  kind: 'UIBundle',
  metadata: { name: 'tides', annotations },
  spec: { version: '0.9.0', manifest: {}, digest: 'sha256:0.9.0' },
  status: { state: 'Available' },
});

test('a version takes the place of the one before, and the state is what was said', async () => {
  const { installer, found } = await open();
  await installer.put(packageOf('1.0.0'), { enabled: false });
  expect(await found()).toBe('1.0.0 Disabled');
  await installer.put(packageOf('1.1.0'), { enabled: true });
  expect(await found()).toBe('1.1.0 Available');
  expect(await installer.current('tides')).toEqual({ version: '1.1.0', digest: 'sha256:1.1.0', enabled: true });
  await installer.put(packageOf('1.2.0', { ui: false }), { enabled: true });
  expect(await found()).toBe('none');
});

test('what was in force comes back, also when it was nothing', async () => {
  const { installer, found } = await open();
  const nothing = await installer.snapshot('tides');
  await installer.put(packageOf('1.0.0'), { enabled: true });
  const before = await installer.snapshot('tides');
  await installer.put(packageOf('2.0.0'), { enabled: false });
  await installer.restore('tides', before);
  expect(await found()).toBe('1.0.0 Available');
  await installer.restore('tides', nothing);
  expect(await found()).toBe('none');
  await installer.restore('tides', before);
  expect(await found()).toBe('1.0.0 Available');
});

test('what somebody applied by hand is neither replaced nor removed', async () => {
  const { client, installer, found } = await open();
  await client.create(UI_BUNDLES, bundle());
  await expect(installer.put(packageOf('1.0.0'), { enabled: true })).rejects.toMatchObject({ code: 'LB5809' });
  await installer.remove('tides');
  expect(await found()).toBe('0.9.0 Available');
});

test('the product’s own object is taken over by another version, and left alone by the same one', async () => {
  const { client, installer } = await open();
  await client.create(UI_BUNDLES, bundle({ [MARKS.origin]: 'builtin', [MARKS.pinned]: 'true' }));
  await installer.put(packageOf('0.9.0'), { enabled: false });
  const same = await client.get<UIBundleObject>({ ...UI_BUNDLES, name: 'tides' });
  expect(same.metadata.annotations).toHaveProperty([MARKS.origin]);
  expect(same.status?.state).toBe('Disabled');
  await installer.put(packageOf('1.0.0'), { enabled: true });
  const taken = await client.get<UIBundleObject>({ ...UI_BUNDLES, name: 'tides' });
  expect(taken.metadata.annotations).toEqual({ [INSTALLED_MARK]: 'InstallPlan' });
});

test('switching what is not there is nothing', async () => {
  const { installer, found } = await open();
  await installer.setEnabled('tides', true);
  expect(await found()).toBe('none');
});
