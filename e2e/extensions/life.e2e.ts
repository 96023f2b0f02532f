/** An extension through its whole life by mouse alone, while a second tab stays open. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { focused, tabTo } from '../support/keyboard.ts';
import { type Product, startProduct } from '../support/product.ts';
import { settled } from '../support/settled.ts';

const resources = new AsyncDisposableStack();
let product: Product;
let browser: TestBrowser;

beforeAll(async () => {
  product = resources.use(await startProduct());
  browser = resources.use(await launchBrowser());
});
afterAll(() => resources.disposeAsync());

const menu = (page: Page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Pinboard' });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
/** The word for how it is, in the head of its page. */
const state = (page: Page, word: string) => page.locator('header .lb-status').getByText(word, { exact: true }).first();
const toast = (page: Page, text: string) => page.getByText(text, { exact: true }).first();
const note = (page: Page): Locator => page.getByRole('textbox', { name: 'Note' });
const STEPS = { timeout: 60_000 };

/** Chooses an entry of the menu of more actions. */
async function choose(page: Page, entry: string): Promise<void> {
  await button(page, 'More actions for Pinboard').click();
  await page.getByRole('menuitem', { name: entry }).click();
}

async function expectClean(page: Page): Promise<void> {
  await settled(page);
  expect(await accessibilityViolations(page)).toEqual([]);
}

describe('an extension', () => {
  it('lives from its installation to its removal while somebody works in another tab', {
    timeout: 240_000,
  }, async () => {
    await using person = await browser.person(product);
    const { page, watch: seen } = await person.open('/extensions/marketplace');
    const { page: other, watch } = await person.open('/');

    // Installed in the older version.
    await page.getByRole('link', { name: 'Pinboard' }).first().click();
    await page.getByRole('combobox', { name: 'Version' }).click();
    await page.getByRole('option', { name: '1.0.0' }).click();
    await page.getByRole('link', { name: 'Install 1.0.0' }).click();
    await page.getByRole('heading', { name: 'Which version' }).waitFor();
    await expectClean(page);
    await button(page, 'Next').click();
    await page.getByText('May create, delete, read').first().waitFor();
    await expectClean(page);
    await button(page, 'Next').click();
    await page.getByRole('textbox', { name: 'Title' }).waitFor();
    await expectClean(page);
    await button(page, 'Next').click();
    await page.getByText('Nothing is in the way').waitFor(STEPS);
    await page.getByText('1 added').waitFor();
    await expectClean(page);
    expect(await button(page, 'Install 1.0.0').isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: /I agree/ }).click();
    await button(page, 'Install 1.0.0').click();
    await page.waitForURL('**/extensions/installed/pinboard');
    await toast(page, 'Pinboard 1.0.0 is installed').waitFor(STEPS);
    await state(page, 'Installed').waitFor();
    await menu(page).waitFor();
    await menu(other).waitFor();
    await expectClean(page);

    // Somebody begins to write in the other tab.
    await menu(other).click();
    await note(other).fill('Milk');
    const loads = watch.navigations();

    // Upgraded meanwhile: only what is new is asked about.
    await page.getByRole('link', { name: 'Upgrade to 1.1.0' }).click();
    await button(page, 'Next').click();
    await page.getByText('May read and list namespaces in the whole cluster.').waitFor();
    expect(await page.getByText('configmaps').count()).toBe(0);
    await button(page, 'Next').click();
    await page.getByText('1.1.0 comes with other values').waitFor();
    await button(page, 'Next').click();
    await page.getByRole('checkbox', { name: /I agree to the new rights/ }).click(STEPS);
    await button(page, /to 1\.1\.0$/).click();
    await toast(page, 'Pinboard is upgraded to 1.1.0').waitFor(STEPS);
    await page.getByText('Upgrade from 1.0.0 to 1.1.0').first().waitFor();

    // What was typed there is still there, in the version that it was typed in, until it is pinned.
    expect(await note(other).inputValue()).toBe('Milk');
    expect(await other.getByRole('combobox', { name: 'Colour' }).count()).toBe(0);
    await button(other, 'Pin').click();
    await other.getByRole('combobox', { name: 'Colour' }).waitFor();
    await other.getByRole('cell', { name: 'Milk' }).waitFor();
    expect(watch.navigations()).toBe(loads);

    // Back to the version before.
    await choose(page, 'Roll back to 1.0.0');
    await button(page, 'Roll back').click();
    await toast(page, 'Pinboard is back at 1.0.0').waitFor(STEPS);
    await other.getByRole('combobox', { name: 'Colour' }).waitFor({ state: 'detached' });
    await other.getByRole('cell', { name: 'Milk' }).waitFor();
    await page.getByRole('tab', { name: /History/ }).click();
    await page.getByText('Rollback from 1.1.0 to 1.0.0').waitFor();
    await expectClean(page);

    // Switched off and on.
    const enabled = page.getByRole('switch', { name: 'Pinboard is enabled' });
    await enabled.click();
    await state(page, 'Disabled').waitFor(STEPS);
    await menu(page).waitFor({ state: 'detached' });
    await menu(other).waitFor({ state: 'detached' });
    await enabled.click();
    await state(page, 'Installed').waitFor(STEPS);
    await menu(other).waitFor();

    // Removed, with a report of what is left.
    await choose(page, 'Uninstall');
    const dialog = page.getByRole('dialog', { name: 'Uninstall Pinboard' });
    await dialog.getByText('What stays').waitFor();
    await expectClean(page);
    // The page of what is gone says so.
    seen.expect(/404/);
    await dialog.getByRole('button', { name: 'Uninstall' }).click();
    await page.getByText('Pinboard is uninstalled').first().waitFor(STEPS);
    await menu(page).waitFor({ state: 'detached' });
    await menu(other).waitFor({ state: 'detached' });
    await page.getByText('pinboard is not installed').waitFor();
    await page.getByRole('link', { name: 'See what is installed' }).click();
    await page.getByRole('table', { name: 'Installed' }).waitFor();
    expect(await page.getByRole('table', { name: 'Installed' }).getByText('Pinboard').count()).toBe(0);
    await expectClean(page);
  });

  it('is installed by keyboard alone, and what was entered survives a reload', { timeout: 120_000 }, async () => {
    await using person = await browser.person(product);
    const { page } = await person.open('/extensions/marketplace/pinboard/install?version=1.1.0');
    await page.getByRole('heading', { name: 'Which version' }).waitFor();
    const next = async (heading: string) => {
      await tabTo(page, 'Next');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: heading }).waitFor();
      // Whoever hears the page is told where they are.
      await expect.poll(() => focused(page)).toContain(heading);
    };
    await next('What it may do');
    await next('How it is set up');
    await tabTo(page, 'Title');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('Notices');
    await page.getByText('Changed', { exact: true }).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Notices');
    await tabTo(page, 'YAML');
    await page.keyboard.press('Enter');
    // The comments of the package are still there.
    const editor = page.getByRole('textbox', { name: 'Values of Pinboard' });
    await editor.getByText('# What the board is called there.').waitFor();
    await editor.getByText('title: Notices').waitFor();
    await next('What will be done');
    await page.getByText('Nothing is in the way').waitFor(STEPS);
    await tabTo(page, 'I agree to the rights that Pinboard asks for');
    await page.keyboard.press('Space');
    await tabTo(page, 'Install 1.1.0');
    await page.keyboard.press('Enter');
    await toast(page, 'Pinboard 1.1.0 is installed').waitFor(STEPS);
    expect(new URL(page.url()).pathname).toBe('/extensions/installed/pinboard');

    // The log is whole, also for who comes later.
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByText('── interface').waitFor();
    await page.reload();
    await page.getByText('── interface').waitFor();
    await page.getByRole('tab', { name: 'Configuration' }).click();
    expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Notices');
  });

  it.each(['light', 'dark'] as const)('fits on a telephone in the %s theme', { timeout: 120_000 }, async (theme) => {
    const paths = [
      '/extensions/installed',
      '/extensions/installed/pinboard',
      '/extensions/installed/pinboard?tab=configuration',
      '/extensions/installed/pinboard?tab=history',
      '/extensions/marketplace/pinboard/install?version=1.0.0',
      '/extensions/marketplace/pinboard/install?version=1.0.0&step=review',
    ];
    await using person = await browser.person(product, { theme, viewport: { width: 390, height: 844 } });
    for (const path of paths) {
      const { page } = await person.open(path);
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await expectClean(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([path, overflow]).toEqual([path, 0]);
      await page.close();
    }
  });
});
