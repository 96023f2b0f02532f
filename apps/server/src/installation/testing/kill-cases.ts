import { expect } from 'vitest';
import { INSTALL_PLANS } from '../../catalogue/objects.ts';
import { eventually } from '../../test-support/eventually.ts';
import type { InstallationWorld } from './installation-world.ts';
import { expectGone, expectState, inForce, type KillCase } from './kill-table.ts';

const PLACED = { clusterScheduling: { placement: { clusters: ['host'] } } };

const plan = async (world: InstallationWorld, name: string) => void (await world.plan(name, '1.0.0', PLACED));

const upgrade = async (world: InstallationWorld, name: string) =>
  void (await world.patch(name, { spec: { extension: { version: '1.1.0' } } }));

/** With its agent. */
async function installed(world: InstallationWorld, name: string): Promise<void> {
  await plan(world, name);
  await eventually(() => expect(world.helm.version(`${name}-agent`)).toBe('1.0.0'));
  await world.reaches(name, 'Installed');
}

async function whole(world: InstallationWorld, name: string, version: string): Promise<void> {
  await expectState(world, name, 'Installed', version);
  expect(await inForce(world, name)).toEqual({
    interface: version,
    releases: { [`host/${name}`]: `deployed ${version}`, [`host/${name}-agent`]: `deployed ${version}` },
  });
  expect(world.journal(name)?.problems).toEqual([]);
}

function breaks(version: string) {
  return (world: InstallationWorld, name: string) => {
    world.helm.broken.set(`host/${name}`, new Set([version]));
  };
}

function works(version: string) {
  return async (world: InstallationWorld, name: string) => {
    world.helm.broken.clear();
    await world.mark(name, { 'luban.dev/retry': '1' });
    await eventually(() => whole(world, name, version));
  };
}

/** What is done with an extension, and how it has to end whichever of its changes a server ends before. */
export const KILL_CASES: readonly (KillCase & { title: string })[] = [
  {
    title: 'an installation is brought to its end',
    async before() {},
    begin: plan,
    ends: (world, name) => whole(world, name, '1.0.0'),
  },
  {
    title: 'an installation that fails leaves nothing of itself, and works when it is tried again',
    before: async (world, name) => breaks('1.0.0')(world, name),
    begin: plan,
    async ends(world, name) {
      await expectState(world, name, 'InstallFailed', undefined);
      expect(await inForce(world, name)).toEqual({ interface: undefined, releases: {} });
    },
    retry: works('1.0.0'),
  },
  {
    title: 'an upgrade is brought to its end',
    before: installed,
    begin: upgrade,
    async ends(world, name) {
      await whole(world, name, '1.1.0');
      expect(world.journal(name)?.history.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
    },
  },
  {
    title: 'an upgrade that fails leaves the old version in force, and works when it is tried again',
    async before(world, name) {
      await installed(world, name);
      breaks('1.1.0')(world, name);
    },
    begin: upgrade,
    async ends(world, name) {
      await expectState(world, name, 'UpgradeFailed', '1.0.0');
      expect(await inForce(world, name)).toEqual({
        interface: '1.0.0',
        releases: { [`host/${name}`]: 'deployed 1.0.0', [`host/${name}-agent`]: 'deployed 1.0.0' },
      });
      expect(world.journal(name)?.history.map(({ version }) => version)).toEqual(['1.0.0']);
    },
    retry: works('1.1.0'),
  },
  {
    title: 'a removal is brought to its end with a report, and a new installation works',
    before: installed,
    begin: async (world, name) => void (await world.kubectl.delete({ ...INSTALL_PLANS, name })),
    async ends(world, name) {
      await expectGone(world, name);
      expect(await inForce(world, name)).toEqual({ interface: undefined, releases: {} });
      const kinds = (world.journal(name)?.remains?.items ?? []).map(({ kind }) => kind);
      expect(kinds).toContain('PersistentVolumeClaim');
      expect(world.journal(name)?.history).toEqual([]);
    },
    async retry(world, name) {
      await plan(world, name);
      await eventually(() => whole(world, name, '1.0.0'));
      expect(world.journal(name)?.remains).toBeUndefined();
    },
  },
];
