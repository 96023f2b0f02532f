import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { INSTALL_PLANS, type InstallPlanObject } from '../catalogue/objects.ts';
import { KubernetesSource } from '../extensions/kubernetes-source.ts';
import type { Journal } from '../installation/journal.ts';
import { ensureOwnNamespace } from '../kube/own-namespace.ts';
import { soleLeader } from '../operations/leadership.ts';
import { writeExtension } from '../test-support/extension-folder.ts';
import { temporaryFolder } from '../test-support/temporary-folder.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { AUTOMATIC_ROLLBACK, AutomaticRollback } from './automatic-rollback.ts';
import { ExtensionHealth } from './extension-health.ts';
import type { HealthReport } from './health-report.ts';

const FAILED: HealthReport = {
  ...{ extension: 'tides', version: '2.0.0', outcome: 'failed' },
  problem: { code: 'LB4001', params: { error: 'broken' } },
};

/** An extension of which 2.0.0 took the place of 1.0.0 an hour ago. */
async function open(plan: Partial<InstallPlanObject['metadata']> = {}) {
  const { client } = (await testCluster()).api;
  await ensureOwnNamespace(client);
  const folder = await temporaryFolder();
  await writeExtension(join(folder, 'builtin', 'tides'), { name: 'tides', version: '2.0.0' });
  const onError = vi.fn();
  const resources = new AsyncDisposableStack();
  onTestFinished(async () => {
    await resources.disposeAsync();
    expect(onError).not.toHaveBeenCalled();
  });
  const source = resources.use(
    await KubernetesSource.open({
      ...{ client, onError, leadership: soleLeader(onError), fetch: () => Promise.reject(new Error('unused')) },
      ...{ dataDir: join(folder, 'data'), roots: [join(folder, 'builtin')], temporary: join(folder, 'tmp') },
    }),
  );
  await client.create(INSTALL_PLANS, {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'InstallPlan',
    metadata: { name: 'tides', ...plan },
    spec: { extension: { name: 'tides', version: '2.0.0' }, config: 'a: 2\n', enabled: true },
    status: { state: 'Installed', version: '2.0.0', enabled: true },
  } as InstallPlanObject);
  const objects = resources.use(await CatalogueObjects.open(client, onError));
  const at = new Date(Date.now() - 3_600_000).toISOString();
  const history = [
    { version: '2.0.0', config: 'a: 2\n', at },
    { version: '1.0.0', config: 'a: 1\n', at },
  ];
  const journal = () => ({ extension: 'tides', runs: [], history, problems: [] }) as unknown as Journal;
  const replica = (name: string) =>
    ExtensionHealth.open({ client, source, journal, replica: name, onError }).then((one) => resources.use(one));
  const health = await replica('one');
  const other = await replica('two');
  resources.use(new AutomaticRollback({ client, health, objects, source, journal, now: Date.now, onError }));
  const planned = async () => {
    const { spec } = await client.get<InstallPlanObject>({ ...INSTALL_PLANS, name: 'tides' });
    return `${spec?.extension.version} ${spec?.config?.trim()}`;
  };
  return { health, other, planned };
}

test('three sessions at two replicas that fail are enough, and what was before is planned', async () => {
  const { health, other, planned } = await open();
  health.take([FAILED], 'a');
  other.take([FAILED, FAILED], 'b');
  other.take([FAILED], 'b');
  await vi.waitFor(() => expect(health.detail('tides')?.current).toMatchObject({ sessions: 2, failed: 2 }));
  expect(await planned()).toBe('2.0.0 a: 2');
  other.take([FAILED], 'c');
  await vi.waitFor(async () => expect(await planned()).toBe('1.0.0 a: 1'));
  const rolledBack = { from: '2.0.0', to: '1.0.0', sessions: 3, failed: 3, problem: { code: 'LB7632' } };
  await vi.waitFor(() => expect(other.detail('tides')?.rolledBack).toMatchObject(rolledBack));
});

test('a version that works for most stays', async () => {
  const { health, planned } = await open();
  for (const session of ['a', 'b', 'c', 'd', 'e', 'f'])
    health.take([{ ...FAILED, outcome: 'ok', problem: undefined }], session);
  for (const session of ['g', 'h']) health.take([FAILED], session);
  expect(health.summary('tides')).toEqual({ sessions: 8, failed: 2 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await planned()).toBe('2.0.0 a: 2');
});

test('an administrator who wants to decide alone is left alone', async () => {
  const { health, planned } = await open({ annotations: { [AUTOMATIC_ROLLBACK]: 'disabled' } });
  for (const session of ['a', 'b', 'c', 'd']) health.take([FAILED], session);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await planned()).toBe('2.0.0 a: 2');
});

test('what nobody has installed is not counted', async () => {
  const { health } = await open();
  health.take([{ ...FAILED, extension: 'unknown' }], 'a');
  expect(health.detail('unknown')).toBeUndefined();
});
