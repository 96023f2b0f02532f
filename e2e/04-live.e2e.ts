import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { atOnceClock } from './support/at-once.ts';
import type { Fixture } from './support/fixture-extension.ts';
import { packExtension } from './support/fixture-package.ts';
import { pageExtension } from './support/index-faults.ts';
import { careless, form, tidy, versioned } from './support/live-fixtures.ts';
import { profile } from './support/memory.ts';
import { snapshot } from './support/snapshot.ts';
import { stage } from './support/stage.ts';

/** From the answer to the other client, to the pixels in the open tab. */
const atOnce = atOnceClock();

describe('while a tab is open', () => {
  const here = stage({ extensions: () => [pageExtension('healthy')] });
  const install = async (fixture: Fixture) => here.product.api.install(await packExtension(fixture));

  it('installing, disabling, enabling, upgrading, rolling back and removing by another client show within a second, without a navigation', async () => {
    const { api } = here.product;
    await here.visit('/healthy', async ({ page, watch }) => {
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      const link = menuItem(page, 'weather');
      await install(versioned('weather', '1.0.0'));
      await atOnce((within) => link.waitFor(within));
      await api.disable('weather');
      await atOnce((within) => link.waitFor({ state: 'detached', ...within }));
      await api.enable('weather');
      await atOnce((within) => link.waitFor(within));
      await link.click();
      await heading(page, 'weather 1.0.0').waitFor();
      await install(versioned('weather', '1.1.0'));
      await api.use('weather', '1.1.0');
      await atOnce((within) => heading(page, 'weather 1.1.0').waitFor(within));
      await api.use('weather', '1.0.0');
      await atOnce((within) => heading(page, 'weather 1.0.0').waitFor(within));
      await api.remove('weather');
      await atOnce((within) => link.waitFor({ state: 'detached', ...within }));
      await atOnce((within) => page.getByRole('heading', { name: 'This page is not available' }).waitFor(within));
      await menuItem(page, 'healthy').click();
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      expect(watch.navigations()).toBe(1);
    });
  });

  it('a person on a page whose extension was disabled is told so, and can enable it from there', async () => {
    await install(versioned('ferry', '1.0.0'));
    await here.visit('/ferry', async ({ page, watch }) => {
      await heading(page, 'ferry 1.0.0').waitFor();
      await here.product.api.disable('ferry');
      await atOnce((within) => page.getByRole('main').getByText('Live ferry').waitFor(within));
      await page.getByRole('main').getByRole('button', { name: 'Enable' }).click();
      await heading(page, 'ferry 1.0.0').waitFor();
      expect(watch.navigations()).toBe(1);
    });
    await here.product.api.remove('ferry');
  });

  it('a second tab of the same person sees the same', async () => {
    await using person = await here.browser.person(here.product);
    const tabs = [await person.open('/healthy'), await person.open('/healthy')];
    await install(versioned('echo', '1.0.0'));
    await Promise.all(tabs.map(({ page }) => atOnce((within) => menuItem(page, 'echo').waitFor(within))));
    await here.product.api.remove('echo');
    await Promise.all(
      tabs.map(({ page }) => atOnce((within) => menuItem(page, 'echo').waitFor({ state: 'detached', ...within }))),
    );
  });

  it('a form with unsaved text keeps its version and its text through an upgrade, and moves on after it was saved', async () => {
    await install(form('diary', '1.0.0'));
    await here.visit('/diary', async ({ page, watch }) => {
      await heading(page, 'diary 1.0.0').waitFor();
      await page.getByRole('button', { name: 'Count 0' }).click();
      await page.getByRole('textbox', { name: 'Note' }).fill('Not saved yet');
      await install(form('diary', '2.0.0'));
      await here.product.api.use('diary', '2.0.0');
      const ready = page.getByRole('main').getByText(/2\.0\.0 is ready/);
      await atOnce((within) => ready.waitFor(within));
      await heading(page, 'diary 1.0.0').waitFor();
      expect(await page.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Not saved yet');
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await atOnce((within) => heading(page, 'diary 2.0.0').waitFor(within));
      await page.getByRole('button', { name: 'Count 1' }).waitFor();
      expect(watch.navigations()).toBe(1);
    });
  });

  it('a version that fails to load leaves the one before in place, and says so', async () => {
    await install(versioned('sturdy', '1.0.0'));
    await here.visit('/sturdy', async ({ page }) => {
      await heading(page, 'sturdy 1.0.0').waitFor();
      await install({ ...versioned('sturdy', '1.1.0'), entry: `throw new Error('boom');` });
      await here.product.api.use('sturdy', '1.1.0');
      await page.getByText('LB4016').first().waitFor();
      await heading(page, 'sturdy 1.0.0').waitFor();
    });
    await here.product.api.remove('sturdy');
  });

  it.each([
    ['uses every effect through its context', tidy],
    ['puts its effects straight into the page', careless],
  ])('an extension that %s leaves nothing behind when it is disabled', async (_, make) => {
    const name = make === tidy ? 'tidy' : 'careless';
    await using person = await here.browser.person(here.product, { instrumented: true });
    const { page } = await person.open('/healthy');
    const profiler = await profile(page);
    // Another extension of the same making brings up everything the shell loads once and keeps.
    await throughItsLife(page, make(`${name}-before`));
    await page.waitForFunction(() => sessionStorage.getItem('luban.health-told') !== null);
    const before = await snapshot(page, profiler);
    await throughItsLife(page, make(name));
    await expect.poll(() => snapshot(page, profiler), { timeout: 60_000, interval: 500 }).toEqual(before);
  });

  /** Installs it, uses its page and card, disables it in another client, and comes back to where it started. */
  async function throughItsLife(page: Page, fixture: Fixture): Promise<void> {
    await install(fixture);
    await menuItem(page, fixture.name).click();
    await heading(page, fixture.name).waitFor();
    await here.product.api.disable(fixture.name);
    await menuItem(page, fixture.name).waitFor({ state: 'detached' });
    await menuItem(page, 'healthy').click();
    await heading(page, 'Page of healthy').waitFor();
  }
});

it('all of that shows within a second', () => atOnce.proven());

const menuItem = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: `Go to ${name}`, exact: true });

const heading = (page: Page, name: string) => page.getByRole('main').getByRole('heading', { name });
