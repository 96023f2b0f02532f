import { expect, test, vi } from 'vitest';
import { expectState, inForce, killAtEachChange } from './testing/kill-table.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a server that ends at any change of an installation that fails leaves nothing of it in the end', async () => {
  const ended = await killAtEachChange({
    async before(world, name) {
      world.helm.broken.set(`host/${name}`, new Set(['1.0.0']));
    },
    begin: async (world, name) => void (await world.plan(name, '1.0.0')),
    async ends(world, name) {
      await expectState(world, name, 'InstallFailed', undefined);
      expect(await inForce(world, name)).toEqual({ interface: undefined, releases: {} });
    },
    async retry(world, name) {
      world.helm.broken.clear();
      await world.mark(name, { 'luban.dev/retry': '1' });
      await world.reaches(name, 'Installed');
      expect((await inForce(world, name)).releases[`host/${name}`]).toBe('deployed 1.0.0');
    },
  });
  expect(ended).toBeGreaterThan(20);
});
