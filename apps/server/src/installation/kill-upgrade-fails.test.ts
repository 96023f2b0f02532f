import { expect, test, vi } from 'vitest';
import { expectState, inForce, killAtEachChange } from './testing/kill-table.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a server that ends at any change of an upgrade that fails leaves the old version in force in the end', async () => {
  const ended = await killAtEachChange({
    async before(world, name) {
      await world.plan(name, '1.0.0');
      await world.reaches(name, 'Installed');
      world.helm.broken.set(`host/${name}`, new Set(['1.1.0']));
    },
    begin: async (world, name) => void (await world.patch(name, { spec: { extension: { version: '1.1.0' } } })),
    async ends(world, name) {
      await expectState(world, name, 'UpgradeFailed', '1.0.0');
      expect(await inForce(world, name)).toEqual({
        interface: '1.0.0',
        releases: { [`host/${name}`]: 'deployed 1.0.0' },
      });
      expect(world.journal(name)?.history.map(({ version }) => version)).toEqual(['1.0.0']);
    },
    async retry(world, name) {
      world.helm.broken.clear();
      await world.mark(name, { 'luban.dev/retry': '1' });
      await vi.waitFor(() => expectState(world, name, 'Installed', '1.1.0'), { timeout: 20_000 });
    },
  });
  expect(ended).toBeGreaterThan(20);
});
