import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stage } from './support/stage.ts';

/** Extension to the tool that built it. The first one is the board itself. */
const REACT = {
  workbench: 'Vite',
  quantities: 'stock module federation for Vite',
  cron: 'Rspack',
  'token-decoder': 'webpack',
};
const PARCELS = { notes: 'Vue', 'world-clock': 'no bundler' };

describe('six extensions that six tools built', () => {
  const here = stage({ extensions: 'builtin' });

  it('are shown together on one page', async () => {
    await here.visit('/workbench', async ({ page }) => {
      for (const name of [...Object.keys(REACT), ...Object.keys(PARCELS)]) {
        const content = page.getByRole('main').locator(`[data-ext="${name}"]`);
        await content.filter({ hasText: /\w/ }).first().waitFor({ state: 'attached' });
      }
      expect(
        await page
          .getByRole('main')
          .getByText(/LB\d{4}/)
          .count(),
      ).toBe(0);
    });
  });

  it('share one React, router, query client, store and SDK', async () => {
    await here.visit('/workbench', async ({ page }) => {
      const check = page.getByRole('table', { name: 'Runtime check' });
      for (const name of Object.keys(REACT).slice(1)) {
        const row = check.getByRole('row').filter({ hasText: name });
        await row.waitFor();
        expect(await row.getByText('Same').count(), name).toBe(5);
      }
      expect(await check.getByText('Another copy').count()).toBe(0);
    });
  });

  it('let the Vue one mount, follow the shell, keep its notes, and leave nothing when it goes', async () => {
    await here.visit('/workbench', async ({ page }) => {
      const notes = page.getByRole('main').locator('[data-ext="notes"]').first();
      await notes.getByRole('textbox').fill('Watch the new nodes');
      await notes.getByRole('button', { name: 'Add note' }).click();
      await notes.getByText('Watch the new nodes').waitFor();
      await goHome(page);
      await page.locator('[data-ext="notes"] textarea').waitFor({ state: 'detached' });
      await page.getByRole('navigation', { name: 'Main' }).locator('a[href="/workbench"]').click();
      await page.getByText('Watch the new nodes').waitFor();
    });
  });
});

const goHome = (page: Page) => page.getByRole('navigation', { name: 'Main' }).locator('a[href="/"]').click();
