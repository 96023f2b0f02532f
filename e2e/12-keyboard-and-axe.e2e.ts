import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityViolations } from './support/accessibility.ts';
import { ADMIN } from './support/product.ts';
import { settled } from './support/settled.ts';
import { stage } from './support/stage.ts';

const here = stage({ extensions: 'builtin' });

describe('without a mouse', () => {
  it('a person signs in, opens the palette and goes to a page with it', async () => {
    await here.visit(
      '/',
      async ({ page }) => {
        await tabTo(page, 'Username');
        await page.keyboard.type(ADMIN.username);
        await tabTo(page, 'Password');
        await page.keyboard.type(ADMIN.password);
        await page.keyboard.press('Enter');
        await page.getByRole('navigation', { name: 'Main' }).waitFor();
        await page.keyboard.press('Control+k');
        const palette = page.getByRole('dialog', { name: 'Command palette' });
        await palette.waitFor();
        await page.keyboard.type('workbench');
        await palette.getByRole('option').first().waitFor();
        await page.keyboard.press('Enter');
        await page.getByRole('heading', { name: 'Workbench' }).waitFor();
        await palette.waitFor({ state: 'detached' });
      },
      { signedIn: false },
    );
  });

  it('every page in the navigation is reached with Tab, arrows and Enter', { timeout: 120_000 }, async () => {
    await here.visit('/', async ({ page }) => {
      const navigation = page.getByRole('navigation', { name: 'Main' });
      await navigation.getByRole('link').first().waitFor();
      const links = await navigation
        .getByRole('link')
        .evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
      expect(links.length).toBeGreaterThan(5);
      for (const href of links) {
        await walkTo(page, href);
        await page.keyboard.press('Enter');
        await page.waitForURL((url) => url.pathname === new URL(href, url).pathname);
        await page.getByRole('main').getByRole('heading').first().waitFor();
      }
    });
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme axe finds nothing wrong', (theme) => {
  it.each([
    ['on the sign-in page', '/login', { signedIn: false }],
    ['on the home page', '/', {}],
    ['on a page of an extension', '/workbench', {}],
    ['on the list of what is installed', '/extensions/installed', {}],
  ])('%s', async (_, path, options) => {
    await here.visit(
      path,
      async ({ page }) => {
        await page.getByRole('heading').first().waitFor();
        await settled(page);
        expect(await accessibilityViolations(page)).toEqual([]);
      },
      { theme, ...options },
    );
  });

  it('in the palette', async () => {
    await here.visit(
      '/',
      async ({ page }) => {
        await page.getByRole('navigation', { name: 'Main' }).waitFor();
        await page.keyboard.press('Control+k');
        await page.getByRole('dialog', { name: 'Command palette' }).getByRole('option').first().waitFor();
        expect(await accessibilityViolations(page)).toEqual([]);
      },
      { theme },
    );
  });
});

/** Presses Tab until the control with this label has the focus. */
async function tabTo(page: Page, label: string): Promise<void> {
  const control = page.getByLabel(label, { exact: true });
  await control.waitFor();
  for (let presses = 0; presses < 15; presses += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${label}`);
}

/** Tab to the navigation, then arrows, or Tab again where arrows do not lead on. */
async function walkTo(page: Page, href: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href') ?? '');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focused()) === href) return;
    const inNavigation = await page.evaluate(() => document.activeElement?.closest('nav[aria-label="Main"]') !== null);
    const before = await focused();
    await page.keyboard.press(inNavigation ? 'ArrowDown' : 'Tab');
    if (inNavigation && (await focused()) === before) await page.keyboard.press('Tab');
  }
  throw new Error(`The keyboard does not reach ${href}`);
}
