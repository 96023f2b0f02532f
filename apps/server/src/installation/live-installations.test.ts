import { expect, test, vi } from 'vitest';
import { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { eventually } from '../test-support/eventually.ts';
import { InstallationLogs } from './installation-logs.ts';
import { LiveInstallations } from './live-installations.ts';
import { type InstallationWorld, installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

const PACKAGE = { name: 'tide', charts: { server: { tags: ['extension'] } } };

/** As a replica that does not lead sees it. */
async function elsewhere({ clusters, releases, errors }: InstallationWorld) {
  const onError = (error: unknown) => void errors.push(error);
  const objects = await CatalogueObjects.open(clusters.system, onError);
  const logs = new InstallationLogs({ onError });
  const installations = await LiveInstallations.open({ clusters, objects, releases, logs, onError });
  return {
    installations,
    async [Symbol.asyncDispose]() {
      await installations[Symbol.asyncDispose]();
      await objects[Symbol.asyncDispose]();
    },
  };
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

test('the log of a run is read to its end, in the replica that makes it and in others alike', async () => {
  const world = await installationWorld();
  await using other = await elsewhere(world);
  await world.publish(PACKAGE);
  world.helm.hanging.add('host/tide');
  await world.plan('tide', '1.0.0');
  await eventually(() => expect(other.installations.journal('tide')?.runs[0]?.state).toBe('running'));
  const { signal } = new AbortController();
  const [here, there] = [world.installations, other.installations].map((one) => collect(one.log('tide', signal)));
  await eventually(async () => expect((await world.get('tide')).status?.state).toBe('Installing'));
  await world.mark('tide', { 'luban.dev/cancel': world.journal('tide')!.runs[0]!.id });
  await world.reaches('tide', 'InstallFailed');
  const lines = (await here)!;
  expect(lines.filter((line) => line.startsWith('──'))).toEqual([
    ...['check', 'fetch', 'dry-run', 'prepare', 'release', 'restore'].map((name) => `── ${name}`),
  ]);
  expect(lines).toContain('applying tide');
  expect(await there).toEqual(lines);
  // Whoever comes later reads what was kept.
  expect(await collect(other.installations.log('tide', signal))).toEqual(lines);
});

test('who goes away is let go', async () => {
  const world = await installationWorld();
  await world.publish(PACKAGE);
  world.helm.hanging.add('host/tide');
  await world.plan('tide', '1.0.0');
  await eventually(() => expect(world.journal('tide')?.runs[0]?.state).toBe('running'));
  const end = new AbortController();
  const reading = collect(world.installations.log('tide', end.signal));
  end.abort();
  await reading;
});

test('only what was reported is purged, and the journal goes with the last of it', async () => {
  const world = await installationWorld();
  await using other = await elsewhere(world);
  await world.publish(PACKAGE);
  await world.plan('tide', '1.0.0');
  await world.reaches('tide', 'Installed');
  await world.kubectl.delete({ group: 'kubesphere.io', version: 'v1alpha1', resource: 'installplans', name: 'tide' });
  await world.gone('tide');
  await eventually(() => expect(other.installations.journal('tide')?.remains?.items).toHaveLength(2));
  const foreign = { apiVersion: 'v1', kind: 'Secret', namespace: 'kube-system', name: 'x', cluster: 'host' };
  await expect(other.installations.purge('tide', [foreign])).rejects.toMatchObject({ code: 'LB7434' });
  const items = other.installations.journal('tide')!.remains!.items;
  expect(await other.installations.purge('tide', [items[0]!, foreign])).toEqual([]);
  await eventually(() => expect(other.installations.journal('tide')?.remains?.items).toHaveLength(1));
  expect(await other.installations.purge('tide', items)).toEqual([]);
  await eventually(() => expect(other.installations.journal('tide')).toBeUndefined());
  expect(other.installations.journals()).toEqual([]);
});
