import { describe, expect, it } from 'vitest';
import { manyExtensions } from './support/many-extensions.ts';
import { stage } from './support/stage.ts';

const COUNT = 50;
const extensions = manyExtensions(COUNT);
const EXTENSION_FILE = /\/ext\//;

describe('with fifty extensions installed and not one of their files reachable', () => {
  const here = stage({ extensions: () => extensions });

  it('all menus, pages and palette entries are there, nothing of an extension was asked for, and no error is shown', async () => {
    await here.visit('/', async ({ page, watch }) => {
      await page.route(EXTENSION_FILE, (route) => route.abort());
      await page.reload({ waitUntil: 'domcontentloaded' });
      const navigation = page.getByRole('navigation', { name: 'Main' });
      await navigation.waitFor();

      for (let number = 1; number <= COUNT; number += 1) {
        await navigation
          .getByText(new RegExp(`^\\w+ ${number}$`))
          .first()
          .waitFor({ state: 'attached' });
      }
      for (const number of [1, 25, COUNT]) {
        const label = `List ${number}`;
        const link = navigation.getByRole('link', { name: label, exact: true });
        if ((await link.count()) === 0)
          await navigation
            .getByText(new RegExp(`^\\w+ ${number}$`))
            .first()
            .click();
        expect(await link.getAttribute('href')).toMatch(new RegExp(`^/sample-0*${number}/list$`));
      }

      await page.keyboard.press('Control+k');
      const palette = page.getByRole('dialog', { name: 'Command palette' });
      await palette.waitFor();
      for (let number = 1; number <= COUNT; number += 1) {
        await palette.getByRole('combobox').fill(`${number} settings`);
        await palette
          .getByRole('option', { name: new RegExp(` ${number} settings`) })
          .first()
          .waitFor();
      }
      for (const { title } of extensions[36]?.contributes?.commands ?? []) {
        await palette.getByRole('combobox').fill(title);
        await palette.getByRole('option', { name: title }).first().waitFor();
      }

      expect(watch.requests().filter((path) => EXTENSION_FILE.test(path))).toEqual([]);
    });
  });

  it('a page whose files cannot be fetched says so in its own place', async () => {
    await here.visit('/', async ({ page, watch }) => {
      watch.expect(/ERR_FAILED/);
      await page.route(EXTENSION_FILE, (route) => route.abort());
      await page.goto('/sample-0007/overview', { waitUntil: 'domcontentloaded' });
      await page.getByRole('main').getByText('LB3010').waitFor();
      await page.getByRole('navigation', { name: 'Main' }).waitFor();
    });
  });
});
