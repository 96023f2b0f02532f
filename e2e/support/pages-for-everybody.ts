/** What every page has to be for everybody: without a fault that axe knows in both themes, and no wider than a telephone. */
import { describe, expect, it } from 'vitest';
import { accessibilityViolations } from './accessibility.ts';
import type { TestBrowser } from './browser.ts';
import type { Product } from './product.ts';

/** @param here stands while tests run */
export function describePagesForEverybody(here: { product: Product; browser: TestBrowser }, paths: string[]): void {
  describe('for everybody', () => {
    it.each(['light', 'dark'] as const)(
      'axe finds nothing wrong in the %s theme',
      { timeout: 240_000 },
      async (theme) => {
        await using person = await here.browser.person(here.product, { theme });
        for (const path of paths) {
          const { page } = await person.open(path);
          await page.getByRole('heading').first().waitFor();
          await page.waitForLoadState('networkidle').catch(() => undefined);
          expect([path, await accessibilityViolations(page)]).toEqual([path, []]);
          await page.close();
        }
      },
    );

    it('nothing is wider than a telephone', async () => {
      await using person = await here.browser.person(here.product, { viewport: { width: 390, height: 844 } });
      for (const path of paths) {
        const { page } = await person.open(path);
        await page.getByRole('heading').first().waitFor();
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect([path, width]).toEqual([path, 390]);
        await page.close();
      }
    });
  });
}
