import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stage } from './support/stage.ts';

describe('unsaved work', () => {
  const here = stage({ extensions: 'builtin' });
  const question = (page: Page) => page.getByRole('dialog', { name: 'Leave this page?' });
  const field = (page: Page) => page.getByRole('textbox', { name: 'What should the next shift know?' });

  /** Comes to the notes of the cluster from the page before, and begins one. */
  async function beginNote(page: Page): Promise<void> {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Token decoder' }).click();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await palette.getByRole('combobox').fill('shift notes');
    await palette
      .getByRole('option', { name: /shift notes/i })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await field(page).fill('The backup is late');
  }

  it('is asked about before a link leaves it, and stays when the person stays', async () => {
    await here.visit('/', async ({ page }) => {
      await beginNote(page);
      await page.getByRole('link', { name: 'Workbench' }).click();
      await question(page).getByText('The note you are writing is not saved.').waitFor();
      await question(page).getByRole('button', { name: 'Stay' }).click();
      expect(new URL(page.url()).pathname).toBe('/clusters/host/notes');
      expect(await field(page).inputValue()).toBe('The backup is late');
    });
  });

  it('is saved on the way when the person says so', async () => {
    await here.visit('/', async ({ page }) => {
      await beginNote(page);
      await page.getByRole('link', { name: 'Workbench' }).click();
      await question(page).getByRole('button', { name: 'Save and leave' }).click();
      await page.waitForURL('**/workbench');
      await page.getByText('The backup is late').waitFor();
    });
  });

  it('is asked about before the back button leaves it, and the history stays whole', async () => {
    await here.visit('/', async ({ page }) => {
      await beginNote(page);
      await page.goBack();
      await question(page).getByRole('button', { name: 'Stay' }).click();
      expect(new URL(page.url()).pathname).toBe('/clusters/host/notes');
      expect(await field(page).inputValue()).toBe('The backup is late');
      await page.goBack();
      await question(page).getByRole('button', { name: 'Leave without saving' }).click();
      await page.getByRole('heading', { level: 1, name: 'Token decoder' }).waitFor();
      await page.goForward();
      expect(await field(page).inputValue()).toBe('');
      await page.goBack();
      await page.goBack();
      expect(new URL(page.url()).pathname).toBe('/');
    });
  });

  it('is asked about before the page is loaded anew', async () => {
    await here.visit('/', async ({ page }) => {
      await beginNote(page);
      const asked = page.waitForEvent('dialog');
      const reload = page.reload().catch(() => undefined);
      const dialog = await asked;
      expect(dialog.type()).toBe('beforeunload');
      await dialog.accept();
      await reload;
    });
  });
});
