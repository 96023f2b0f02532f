import { expect, test, vi } from 'vitest';
import { INSTALL_PLANS } from '../catalogue/objects.ts';
import { expectGone, inForce, killAtEachChange } from './testing/kill-table.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a server that ends at any change of a removal leaves it to the next, which brings it to its end', async () => {
  const ended = await killAtEachChange({
    async before(world, name) {
      await world.plan(name, '1.0.0', { clusterScheduling: { placement: { clusters: ['host'] } } });
      await world.reaches(name, 'Installed');
      await vi.waitFor(() => expect(world.helm.version(`${name}-agent`)).toBe('1.0.0'), { timeout: 20_000 });
      await world.reaches(name, 'Installed');
    },
    begin: async (world, name) => void (await world.kubectl.delete({ ...INSTALL_PLANS, name })),
    async ends(world, name) {
      await expectGone(world, name);
      expect(await inForce(world, name)).toEqual({ interface: undefined, releases: {} });
      // What helm leaves is known, whichever server has found it.
      expect(world.journal(name)?.remains?.items.map(({ kind }) => kind)).toContain('PersistentVolumeClaim');
      expect(world.journal(name)?.history).toEqual([]);
    },
    async retry(world, name) {
      await world.plan(name, '1.0.0');
      await world.reaches(name, 'Installed');
      expect(world.journal(name)?.remains).toBeUndefined();
    },
  });
  expect(ended).toBeGreaterThan(15);
});
