import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { packExtension } from './support/fixture-package.ts';
import { pageExtension } from './support/index-faults.ts';
import { versioned } from './support/live-fixtures.ts';
import { profile } from './support/memory.ts';
import { parcel } from './support/parcel-fixture.ts';
import { stage } from './support/stage.ts';

const UPGRADES = 50;
const CYCLES = 50;
const MEGABYTE = 1024 * 1024;
/** single-spa's own timers hold on to what was unmounted for four seconds. */
const SINGLE_SPA_TIMERS = 5_000;

describe('over a long day', () => {
  const here = stage({
    extensions: () => [pageExtension('healthy'), pageExtension('visited'), parcel('visited-parcel')],
  });

  it('fifty live upgrades retain at most 0.05 MB each', { timeout: 300_000 }, async () => {
    const { api } = here.product;
    const version = (number: number) => `1.0.${number}`;
    for (let number = 0; number <= UPGRADES; number += 1) {
      await api.install(await packExtension(versioned('often', version(number))));
    }
    await api.use('often', version(0));
    await here.visit('/often', async ({ page, watch }) => {
      const profiler = await profile(page);
      const upgrade = async (number: number) => {
        await api.use('often', version(number));
        await page.getByRole('heading', { name: `often ${version(number)}`, exact: true }).waitFor();
      };
      await page.getByRole('heading', { name: `often ${version(0)}` }).waitFor();
      await upgrade(1);
      const before = await profiler.settled();
      for (let number = 2; number <= UPGRADES; number += 1) await upgrade(number);
      const after = await profiler.settled();
      const sheets = await page.evaluate(
        () => [...document.styleSheets].filter((sheet) => sheet.href?.includes('/ext/often/')).length,
      );
      expect((after.heap - before.heap) / MEGABYTE / (UPGRADES - 1)).toBeLessThanOrEqual(0.05);
      expect(sheets).toBe(1);
      expect(watch.navigations()).toBe(1);
    });
  });

  it.each(['visited', 'visited-parcel'])(
    'fifty visits to a page (%s) retain no node, listener or style sheet',
    { timeout: 300_000 },
    async (name) => {
      await here.visit('/healthy', async ({ page }) => {
        const profiler = await profile(page);
        const navigation = page.getByRole('navigation', { name: 'Main' });
        const cycle = async () => {
          await navigation.getByRole('link', { name: `Go to ${name}`, exact: true }).click();
          await page.getByRole('heading', { name: `Page of ${name}` }).waitFor();
          await navigation.getByRole('link', { name: 'Go to healthy' }).click();
          await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
        };
        const held = async () => {
          const { nodes, listeners } = await profiler.settled();
          return { nodes, listeners, sheets: await page.evaluate(() => document.styleSheets.length) };
        };
        for (let turn = 0; turn < 5; turn += 1) await cycle();
        await sleep(SINGLE_SPA_TIMERS);
        const before = await held();
        for (let turn = 0; turn < CYCLES; turn += 1) await cycle();
        await expect.poll(held, { timeout: 60_000, interval: 1_000 }).toEqual(before);
      });
    },
  );
});
