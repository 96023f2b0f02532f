import { describe, expect, it } from 'vitest';
import { component, page as pageSource } from './support/fixture-code.ts';
import type { Fixture } from './support/fixture-extension.ts';
import { pageExtension } from './support/index-faults.ts';
import { disableButton, problemPanels } from './support/problem-panel.ts';
import { stage } from './support/stage.ts';

const careless: Fixture = {
  ...pageExtension('rejecting'),
  modules: {
    './page': component(
      `React.useEffect(() => { Promise.reject(new Error('nobody listens')); }, []);\nreturn h('h1', null, 'Page of rejecting');`,
    ),
  },
};

const bilingual: Fixture = {
  name: 'bilingual',
  modules: { './page': pageSource('Bilingual') },
  contributes: {
    routes: [{ id: 'page', mount: 'root', path: 'bilingual', title: '%title%', component: { $ref: './page#default' } }],
    menus: [{ slot: 'global', id: 'bilingual', title: '%title%', route: 'page' }],
    i18n: {
      default: 'en',
      locales: ['en', 'zh'],
      manifest: { en: { title: 'Certificates' }, zh: { title: '证书' } },
    },
  },
};

const broken: Fixture = { ...pageExtension('broken'), modules: { './page': component(`throw new Error('boom');`) } };

describe('a person who wants to know', () => {
  const here = stage({ extensions: () => [pageExtension('healthy'), careless, bilingual, broken] });

  it('opens the inspector by its address or keys, and sees each extension with its state', async () => {
    await here.visit('/healthy?inspect', async ({ page }) => {
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      const inspector = page.getByRole('complementary', { name: /inspector/i });
      await inspector.getByText('Faulty healthy').first().waitFor();
      await inspector.getByText('Active').first().waitFor();
      await page.keyboard.press('Control+Shift+y');
      await inspector.waitFor({ state: 'detached' });
      await page.keyboard.press('Control+Shift+y');
      await inspector.waitFor();
    });
  });

  it('is told whose promise was rejected when nobody else cares', async () => {
    await here.visit('/rejecting', async ({ page, watch }) => {
      watch.expect(/nobody listens/);
      await page.getByRole('heading', { name: 'Page of rejecting' }).waitFor();
      await page
        .getByText(/LB4006/)
        .first()
        .waitFor();
      await page.getByRole('link', { name: 'Go to healthy' }).first().click();
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
    });
  });

  it('reads the console and its extensions in Chinese', async () => {
    await here.visit(
      '/bilingual',
      async ({ page }) => {
        await page.getByRole('link', { name: '证书' }).first().waitFor();
        expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/);
        expect(await page.getByText('%title%').count()).toBe(0);
        expect(await page.getByText('Certificates').count()).toBe(0);
      },
      { locale: 'zh' },
    );
  });

  it('disables an extension where it failed, for everybody', async () => {
    await here.visit('/broken', async ({ page }) => {
      const panel = problemPanels(page.getByRole('main'), /LB4004/);
      await disableButton(panel).click();
      await page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('link', { name: 'Go to broken' }).waitFor({ state: 'detached' });
    });
    // Behind a dialog nothing is found by its role, so that the link was gone at once.
    const state = async () => (await here.product.api.list()).extensions.find(({ name }) => name === 'broken')?.state;
    await expect.poll(state).toBe('Disabled');
  });
});
