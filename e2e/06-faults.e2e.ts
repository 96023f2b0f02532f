import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { boardAndNeighbours, type Fault, runtimeFaults, spoilNetwork } from './support/faults.ts';
import { disableButton, problemPanels, retryButton } from './support/problem-panel.ts';
import { stage } from './support/stage.ts';

const faults = await runtimeFaults();
const names = faults.map((fault) => fault.name);

describe.concurrent('an extension', () => {
  const here = stage({ extensions: () => [...boardAndNeighbours(names), ...faults.map((fault) => fault.extension)] });

  for (const fault of faults) {
    it(`${fault.title} costs one panel with ${fault.code}`, async () => {
      await here.visit('/', async ({ page, watch }) => {
        watch.expect(...expectedNoise(fault));
        const heal = await spoilNetwork(page, fault);
        await openBoard(page, fault.name);
        const panel = problemPanels(page.getByRole('main'), new RegExp(fault.code));
        await panel.waitFor({ timeout: 60_000 + (fault.seconds ?? 0) * 1000 });
        await expectRestUsable(page);
        expect(await problemPanels(page.getByRole('main')).count()).toBe(1);
        await disableButton(panel).waitFor();
        await retryButton(panel).waitFor();
        if (!fault.heals) return;
        await heal();
        await retryButton(panel).click();
        await page.getByText(`Card of ${fault.name}`).waitFor();
        expect(await problemPanels(page.getByRole('main')).count()).toBe(0);
      });
    });
  }

  it('costs no more when all of them fail on one page', async () => {
    await here.visit('/', async ({ page, watch }) => {
      watch.expect(...faults.flatMap(expectedNoise));
      for (const fault of faults) await spoilNetwork(page, fault);
      await openBoard(page, 'all');
      const panels = problemPanels(page.getByRole('main'));
      await panels.nth(faults.length - 1).waitFor({ timeout: 90_000 });
      expect(await panels.count()).toBe(faults.length);
      for (const name of ['calm', 'steady']) {
        expect(await page.getByText(`The ${name} card`).count()).toBe(faults.length);
      }
      await goToNeighbour(page, 'calm');
    });
  });
});

async function openBoard(page: Page, slot: string): Promise<void> {
  await page.goto(`/board/${slot}`, { waitUntil: 'domcontentloaded' });
  await page.getByRole('heading', { name: 'Board' }).waitFor();
}

/** Both neighbours show their cards, the palette opens, and the board's own heading stands. */
async function expectRestUsable(page: Page): Promise<void> {
  await page.getByText('The calm card').waitFor();
  await page.getByText('The steady card').waitFor();
  await page.getByRole('heading', { name: 'Board' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Go to steady' }).waitFor();
}

async function goToNeighbour(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: `Go to ${name}` })
    .click();
  await page.getByRole('heading', { name: `Page of ${name}` }).waitFor();
}

/** The browser itself reports failed requests in the console; nobody can keep it from that. */
const expectedNoise = (fault: Fault): RegExp[] => [
  new RegExp(`Failed to load resource.*/ext/${fault.name}/|/ext/${fault.name}/`),
];
