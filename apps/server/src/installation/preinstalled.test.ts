import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { INSTALL_PLANS, type InstallPlanObject } from '../catalogue/objects.ts';
import { KubernetesSource } from '../extensions/kubernetes-source.ts';
import { UI_BUNDLES, type UIBundleObject } from '../extensions/ui-bundle-object.ts';
import { ensureOwnNamespace } from '../kube/own-namespace.ts';
import { soleLeader } from '../operations/leadership.ts';
import { writeExtension } from '../test-support/extension-folder.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { PreinstalledPlans } from './preinstalled.ts';

async function open() {
  const { client } = (await testCluster()).api;
  await ensureOwnNamespace(client);
  const folder = await temporaryFolder();
  const builtin = join(folder, 'builtin');
  await writeExtension(join(builtin, 'tides'), { name: 'tides' });
  const onError = vi.fn();
  const source = await KubernetesSource.open({
    ...{ client, onError, patience: 300, leadership: soleLeader(onError) },
    ...{ dataDir: join(folder, 'data'), roots: [builtin], temporary: join(folder, 'tmp') },
    fetch: () => Promise.reject(new Error('nothing is fetched here')),
  });
  const objects = await CatalogueObjects.open(client, onError);
  const plans = new PreinstalledPlans({ client, source, objects, onError });
  onTestFinished(async () => {
    await plans[Symbol.asyncDispose]();
    await objects[Symbol.asyncDispose]();
    await source[Symbol.asyncDispose]();
    expect(onError).not.toHaveBeenCalled();
  });
  const plan = (name: string) => client.get<InstallPlanObject>({ ...INSTALL_PLANS, name }).catch(() => undefined);
  const shown = async (name: string) => {
    const found = await plan(name);
    return found && `${found.spec?.extension.version} ${found.status?.state} ${found.status?.version}`;
  };
  return { client, builtin, shown };
}

test('an extension of the product has a plan, which follows it', async () => {
  const { builtin, shown } = await open();
  await vi.waitFor(async () => expect(await shown('tides')).toBe('1.0.0 Installed 1.0.0'));
  await writeExtension(join(builtin, 'tides'), { name: 'tides', version: '1.1.0' });
  await vi.waitFor(async () => expect(await shown('tides')).toBe('1.1.0 Installed 1.1.0'));
});

test('a version that somebody has chosen stays, and what was removed does not come back', async () => {
  const { client, builtin, shown } = await open();
  await vi.waitFor(async () => expect(await shown('tides')).toBe('1.0.0 Installed 1.0.0'));
  const chosen = { spec: { extension: { name: 'tides', version: '0.9.0' } } };
  await client.patch({ ...INSTALL_PLANS, name: 'tides' }, 'merge', chosen);
  await writeExtension(join(builtin, 'other'), { name: 'other' });
  await vi.waitFor(async () => expect(await shown('other')).toBe('1.0.0 Installed 1.0.0'));
  expect(await shown('tides')).toBe('0.9.0 Installed 1.0.0');
  await client.delete({ ...UI_BUNDLES, name: 'tides' });
  await client.delete({ ...INSTALL_PLANS, name: 'tides' });
  await writeExtension(join(builtin, 'third'), { name: 'third' });
  await vi.waitFor(async () => expect(await shown('third')).toBe('1.0.0 Installed 1.0.0'));
  expect(await shown('tides')).toBeUndefined();
});

test('what somebody has applied by hand gets none', async () => {
  const { client, builtin, shown } = await open();
  const manifest = { apiVersion: 'luban.dev/v1', name: 'mine', version: '1.0.0', contributes: {} };
  const mine: UIBundleObject = {
    apiVersion: 'extensions.luban.dev/v1alpha1',
    kind: 'UIBundle',
    metadata: { name: 'mine' },
    spec: { version: '1.0.0', manifest },
  };
  await client.create(UI_BUNDLES, mine);
  await writeExtension(join(builtin, 'other'), { name: 'other' });
  await vi.waitFor(async () => expect(await shown('other')).toBe('1.0.0 Installed 1.0.0'));
  expect(await shown('mine')).toBeUndefined();
});
