import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { packExtension } from './support/fixture-package.ts';
import { failing, harmless, poisonous } from './support/poison.ts';
import { problemPanels } from './support/problem-panel.ts';
import { settled } from './support/settled.ts';
import { stage } from './support/stage.ts';

describe('an extension that fails twice', () => {
  const here = stage();
  beforeAll(async () => {
    await here.product.api.install(await packExtension(failing('crasher')));
    await here.product.api.install(await packExtension(harmless('sober')));
  });

  it('is quarantined at the next load, visibly, and released by hand', async () => {
    await here.visit('/sober', async ({ page, watch }) => {
      const requested = () => watch.requests().filter((path) => path.startsWith('/ext/crasher/')).length;
      for (const code of ['LB4001', 'LB4001']) {
        await page.goto('/crasher', { waitUntil: 'domcontentloaded' });
        await problemPanels(page.getByRole('main'), new RegExp(code)).waitFor();
      }
      await page.goto('/sober', { waitUntil: 'domcontentloaded' });
      await page.getByRole('heading', { name: 'Page of sober' }).waitFor();
      const before = requested();
      await page.getByRole('link', { name: 'Go to crasher' }).click();
      await problemPanels(page.getByRole('main'), /LB4008/).waitFor();
      expect(requested()).toBe(before);
      await openHelp(page, 'Quarantined extensions');
      await page.getByRole('dialog').getByText('crasher').first().waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
      await page.keyboard.press('Escape');
      await problemPanels(page.getByRole('main'), /LB4001/).waitFor();
      expect(requested()).toBeGreaterThan(before);
    });
  });

  it('is not quarantined in its next version', async () => {
    await here.visit('/crasher', async ({ page }) => {
      await problemPanels(page.getByRole('main'), /LB4001/).waitFor();
      await page.reload({ waitUntil: 'domcontentloaded' });
      await problemPanels(page.getByRole('main'), /LB4001/).waitFor();
      await here.product.api.install(await packExtension({ ...harmless('crasher'), version: '1.0.1' }));
      await here.product.api.use('crasher', '1.0.1');
      await page.goto('/crasher', { waitUntil: 'domcontentloaded' });
      await page.getByRole('heading', { name: 'Page of crasher' }).waitFor();
    });
  });

  it('is not loaded in safe mode, nor is any other that was installed', async () => {
    await here.visit('/sober?safe', async ({ page, watch }) => {
      await problemPanels(page.getByRole('main'), /LB4018/).waitFor();
      await page.getByRole('link', { name: 'Go to sober' }).waitFor();
      expect(watch.requests().filter((path) => path.startsWith('/ext/'))).toEqual([]);
    });
  });
});

describe('of thirty-two extensions one spoils the page, and a person who only sees that', () => {
  const COUNT = 32;
  const CULPRIT = 'sample-21';
  const here = stage();
  beforeAll(async () => {
    for (let number = 1; number <= COUNT; number += 1) {
      const name = `sample-${number}`;
      await here.product.api.install(await packExtension(name === CULPRIT ? poisonous(name) : harmless(name)));
    }
  });

  it('finds it in at most seven answers', async () => {
    await here.visit('/', async ({ page }) => {
      await page.locator('html[data-poisoned]').waitFor();
      await openHelp(page, 'Something is wrong?');
      await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
      let answers = 0;
      while (!(await page.getByText(/ is the cause/).isVisible())) {
        answers += 1;
        expect(answers).toBeLessThanOrEqual(7);
        // What was switched off takes back what it did.
        await settled(page);
        const broken = (await page.locator('html[data-poisoned]').count()) > 0;
        await page.getByRole('button', { name: broken ? 'Still wrong' : 'Fine now' }).click();
      }
      await page.getByText(`Start ${CULPRIT} is the cause`).waitFor();
    });
  });
});

/** Opens an entry of the help menu in the top bar. */
async function openHelp(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Help' }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}
