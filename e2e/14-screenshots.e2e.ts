import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { REPOSITORY } from './support/product.ts';
import { settled } from './support/settled.ts';
import { stage } from './support/stage.ts';

const FOLDER = join(REPOSITORY, 'test-results/screenshots');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const PAGES = {
  'sign-in': '/login',
  home: '/',
  workbench: '/workbench',
  installed: '/extensions/installed',
  missing: '/no-such-page',
};

describe('for people to look at', () => {
  const here = stage({ extensions: 'builtin' });

  it.each(
    (['light', 'dark'] as const).flatMap((theme) => (['wide', 'narrow'] as const).map((size) => ({ theme, size }))),
  )('every main page is drawn in $theme and $size', async ({ theme, size }) => {
    await mkdir(FOLDER, { recursive: true });
    for (const [name, path] of Object.entries(PAGES)) {
      const options = { theme, viewport: SIZES[size], signedIn: name !== 'sign-in' };
      await here.visit(
        path,
        async ({ page, watch }) => {
          watch.expect(/404/);
          await page.getByRole('heading').first().waitFor();
          await settled(page);
          await page.screenshot({ path: join(FOLDER, `${name}-${size}-${theme}.png`) });
          if (name !== 'home') return;
          await page.keyboard.press('Control+k');
          await page.getByRole('dialog', { name: 'Command palette' }).waitFor();
          await page.screenshot({ path: join(FOLDER, `palette-${size}-${theme}.png`) });
        },
        options,
      );
    }
  });
});
