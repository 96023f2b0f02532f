import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { type InstallationWorld, installationWorld } from './testing/installation-world.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 30_000 });

/** What it offers is in its part for clusters, as with cert-manager. */
const KEEPER = {
  name: 'keeper',
  metadata: { installationMode: 'Multicluster' },
  charts: { kinds: { tags: ['agent'] } },
};

const NEEDS_KEEPER = {
  externalDependencies: [{ name: 'keeper', type: 'extension', version: '>=1.0.0', required: true }],
};

const on = (...clusters: string[]) => ({ clusterScheduling: { placement: { clusters } } });

const codes = (world: InstallationWorld, name: string) => world.journal(name)?.problems.map(({ code }) => code);

const agentState = async (world: InstallationWorld, name: string, cluster: string) =>
  (await world.get(name)).status?.clusterSchedulingStatuses?.[cluster]?.state;

const cancel = (world: InstallationWorld, name: string) =>
  world.mark(name, { 'luban.dev/cancel': world.journal(name)!.runs[0]!.id });

test('21: a dependency counts when its part on the host is there too; one that failed is named', async () => {
  const world = await installationWorld();
  await world.publish(KEEPER);
  await world.publish({ name: 'tide', metadata: NEEDS_KEEPER, charts: { server: { tags: ['extension'] } } });
  world.helm.broken.set('host/keeper-agent', new Set(['1.0.0']));
  await world.plan('keeper', '1.0.0', on('host'));
  await eventually(async () => expect(await agentState(world, 'keeper', 'host')).toBe('InstallFailed'));
  expect((await world.get('keeper')).status?.state).toBe('Installed');
  await world.plan('tide', '1.0.0');
  await eventually(() =>
    expect(world.journal('tide')?.problems).toMatchObject([
      { code: 'LB7435', params: { dependency: 'keeper', cluster: 'host' } },
    ]),
  );

  world.helm.broken.clear();
  world.helm.hanging.add('host/keeper-agent');
  await world.mark('keeper', { 'luban.dev/retry': '1' });
  await eventually(() => expect(codes(world, 'tide')).toEqual(['LB7409']));
  expect(world.helm.calls.filter((call) => call.includes('host/tide'))).toEqual([]);
  // Still hanging until it is over: else it might be done before it is cancelled.
  await cancel(world, 'keeper');
  await eventually(() => expect(codes(world, 'tide')).toEqual(['LB7435']));
  world.helm.hanging.clear();
  await world.mark('keeper', { 'luban.dev/retry': '2' });
  await world.reaches('tide', 'Installed');
  await eventually(() => expect(codes(world, 'tide')).toEqual([]));
});

test('21: on each cluster the agent of what is needed comes first', async () => {
  const world = await installationWorld({ members: ['reef'] });
  await world.publish(KEEPER);
  await world.publish({
    name: 'tide',
    metadata: { ...NEEDS_KEEPER, installationMode: 'Multicluster' },
    charts: { collector: { tags: ['agent'] } },
  });
  world.helm.broken.set('reef/keeper-agent', new Set(['1.0.0']));
  await world.plan('keeper', '1.0.0', on('host', 'reef'));
  await eventually(async () => expect(await agentState(world, 'keeper', 'reef')).toBe('InstallFailed'));
  await world.plan('tide', '1.0.0', on('host', 'reef'));
  await eventually(async () => expect(await agentState(world, 'tide', 'host')).toBe('Installed'));
  await eventually(() => expect(codes(world, 'tide')).toEqual(['LB7435']));
  expect(await agentState(world, 'tide', 'reef')).toBeUndefined();

  world.helm.broken.clear();
  await world.mark('keeper', { 'luban.dev/retry': '1' });
  await eventually(async () => expect(await agentState(world, 'tide', 'reef')).toBe('Installed'));
  const applied = world.helm.calls.filter((call) => call.startsWith('apply reef/'));
  expect(applied.at(-1)).toBe('apply reef/tide-agent 1.0.0');
  await eventually(() => expect(codes(world, 'tide')).toEqual([]));
});
