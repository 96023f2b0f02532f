import { expect, test, vi } from 'vitest';
import { expectState, inForce, killAtEachChange } from './testing/kill-table.ts';

vi.setConfig({ testTimeout: 120_000 });

test('a server that ends at any change of an upgrade leaves it to the next, which brings it to its end', async () => {
  const ended = await killAtEachChange({
    async before(world, name) {
      await world.plan(name, '1.0.0', { clusterScheduling: { placement: { clusters: ['host'] } } });
      await world.reaches(name, 'Installed');
    },
    begin: async (world, name) => void (await world.patch(name, { spec: { extension: { version: '1.1.0' } } })),
    async ends(world, name) {
      await expectState(world, name, 'Installed', '1.1.0');
      expect(await inForce(world, name)).toEqual({
        interface: '1.1.0',
        releases: { [`host/${name}`]: 'deployed 1.1.0', [`host/${name}-agent`]: 'deployed 1.1.0' },
      });
      expect(world.journal(name)?.history.map(({ version }) => version)).toEqual(['1.1.0', '1.0.0']);
    },
  });
  expect(ended).toBeGreaterThan(25);
});
