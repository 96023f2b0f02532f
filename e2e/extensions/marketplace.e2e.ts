/** What an administrator does with the catalogue: cards, one extension, a package file. By mouse and keyboard. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { testPackage } from '../../packages/extension-package/src/testing.ts';
import { accessibilityViolations } from '../support/accessibility.ts';
import type { Tab } from '../support/browser.ts';
import { card, catalogueStage } from '../support/catalogue-stage.ts';
import { describePagesForEverybody } from '../support/pages-for-everybody.ts';
import { personWith } from '../support/person-with.ts';

/** Titles and words that the published packages are found by. */
const PUBLISHED: Record<string, { en: string; zh: string; category: string }> = {
  'cert-manager': { en: 'cert-manager', zh: 'cert-manager', category: 'Security' },
  devops: { en: 'DevOps', zh: 'DevOps', category: 'Integration and delivery' },
  loki: { en: 'Grafana Loki for WhizardTelemetry', zh: 'Grafana Loki for WhizardTelemetry', category: 'Observability' },
  'metrics-server': { en: 'Metrics Server', zh: 'Metrics Server', category: 'Computing' },
  'ob-operator': { en: 'ob-operator', zh: 'ob-operator', category: 'Databases' },
};

const here = catalogueStage({ added: true });
const { visit } = here;

/** Addresses outside of the product that a page has asked. */
const outside = (tab: Tab): string[] => tab.watch.violations().filter((violation) => violation.includes('http'));

describe('the Marketplace', () => {
  it('has a card for each published extension, with its picture, its names and its category', async () => {
    for (const locale of ['en', 'zh'] as const) {
      await visit(
        '/extensions/marketplace',
        async ({ page }) => {
          await card(page, 'tide-tables').waitFor();
          expect(await card(page, 'tide-tables').textContent()).toContain(locale === 'en' ? 'Tide tables' : '潮汐表');
          for (const name of here.published) {
            await page.getByRole('searchbox').fill(name);
            const found = card(page, name);
            await found
              .getByText(PUBLISHED[name]?.[locale] ?? name, { exact: true })
              .first()
              .waitFor();
            const picture = found.locator('img');
            await expect
              .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
              .toBeGreaterThan(0);
          }
        },
        { locale },
      );
    }
  });

  it('is where a shortened address leads', async () => {
    await visit('/extensions', async ({ page }) => {
      await card(page, 'tide-tables').waitFor();
      expect(new URL(page.url()).pathname).toBe('/extensions/marketplace');
    });
  });

  it('counts its categories', async () => {
    await visit('/extensions/marketplace?repository=stable', async ({ page }) => {
      const categories = page.getByRole('navigation', { name: 'Categories' });
      await card(page, 'tide-tables').waitFor();
      await categories.getByRole('button', { name: `All ${here.published.length + 1}` }).waitFor();
      const expected = new Map<string, number>([['Observability', 1]]);
      for (const name of here.published) {
        const { category } = PUBLISHED[name] ?? { category: '' };
        expected.set(category, (expected.get(category) ?? 0) + 1);
      }
      for (const [category, count] of expected) {
        await categories.getByRole('button', { name: `${category} ${count}`, exact: true }).waitFor();
      }
      await categories.getByRole('button', { name: /^Observability/ }).click();
      await expect.poll(() => new URL(page.url()).searchParams.get('category')).toBe('observability');
    });
  });

  it('is searched in both languages whatever the page is in, without a request for a key', async () => {
    await visit('/extensions/marketplace', async ({ page, watch }) => {
      await card(page, 'tide-tables').waitFor();
      // The page follows what changes on the server, too: that is told once, however many keys are pressed.
      const asked = () => watch.requests().filter((path) => path.startsWith('/api/center/catalogue'));
      const before = asked().length;
      const search = page.getByRole('searchbox', { name: 'Search extensions' });
      for (const text of ['潮汐', 'HARBOUR', 'tide tables', 'hígh watër']) {
        await search.fill('');
        await search.pressSequentially(text);
        await expect
          .poll(() => page.getByRole('status').filter({ hasText: '1 extension' }).count(), { message: text })
          .toBe(1);
        await card(page, 'tide-tables').waitFor();
      }
      await search.fill('no such thing');
      await page.getByText('No extension matches').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await card(page, 'tide-tables').waitFor();
      expect(await search.inputValue()).toBe('');
      expect(asked().length - before).toBeLessThan(3);
      expect(asked().filter((path) => path.includes('?'))).toEqual([]);
    });
  });

  it('is walked by keyboard, and going back leads to where one was', async () => {
    await visit('/extensions/marketplace', async ({ page }) => {
      await card(page, 'tide-tables').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('tide');
      await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('tide');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => focusedHref(page)).toBe('/extensions/marketplace/tide-tables');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Tide tables', level: 1 }).waitFor();
      await page.goBack();
      await card(page, 'tide-tables').waitFor();
      expect(await page.getByRole('searchbox').inputValue()).toBe('tide');
      await page.getByRole('searchbox').fill('');
      await card(page, 'clusters').waitFor();
      await page.keyboard.press('ArrowDown');
      const first = await focusedHref(page);
      await page.keyboard.press('ArrowRight');
      const second = await focusedHref(page);
      await page.keyboard.press('End');
      await expect.poll(() => focusedHref(page)).not.toBe(second);
      await page.keyboard.press('Home');
      await expect.poll(() => focusedHref(page)).toBe(first);
      expect(second).not.toBe(first);
    });
  });

  it('shows what was chosen to whoever gets the address', async () => {
    await visit('/extensions/marketplace?show=installed&sort=name&q=clu', async ({ page }) => {
      await card(page, 'clusters').waitFor();
      expect(await page.getByRole('button', { name: 'Installed' }).getAttribute('aria-pressed')).toBe('true');
      expect(await card(page, 'tide-tables').count()).toBe(0);
    });
  });
});

describe('one extension', () => {
  it('tells what it is in the language of the person, and loads nothing from elsewhere', async () => {
    await visit('/extensions/marketplace/tide-tables', async (tab) => {
      const { page } = tab;
      await page.getByRole('heading', { name: 'Tides' }).waitFor();
      const docs = page.getByRole('link', { name: 'Docs' });
      expect(await docs.getAttribute('rel')).toContain('noopener');
      expect(await docs.getAttribute('target')).toBe('_blank');
      expect(await page.locator('article img:not([src^="/api/"])').count()).toBe(0);
      await page.getByText('sha256:').waitFor();
      expect(outside(tab)).toEqual([]);
    });
    await visit(
      '/extensions/marketplace/tide-tables',
      async ({ page }) => {
        await page.getByText('中文说明').waitFor();
        // A text that there is in English alone.
        await page.getByRole('tab', { name: '更新日志' }).click();
        await page.getByText('First tides').waitFor();
      },
      { locale: 'zh' },
    );
  });

  it('says which versions fit, and of the others why not', async () => {
    await visit('/extensions/marketplace/tide-tables?tab=versions', async ({ page }) => {
      const panel = page.getByRole('table', { name: 'Versions' });
      await panel.getByRole('row').filter({ hasText: '1.0.0' }).getByText('Recommended').waitFor();
      const unfit = panel.getByRole('row').filter({ hasText: '2.0.0' });
      await unfit.getByText('Does not fit').waitFor();
      await unfit.getByText(/>=9\.0\.0/).waitFor();
      await unfit.getByText(/LB\d{4}/).waitFor();
      await panel.getByRole('link', { name: '2.0.0' }).first().click();
      await page.getByText('Version 2.0.0 does not fit this platform').waitFor();
      await page.getByRole('link', { name: 'Install 2.0.0' }).first().waitFor();
    });
  });

  it('says what it asks for, what it needs, and what it comes with', async () => {
    await visit('/extensions/marketplace/tide-tables?tab=permissions', async ({ page }) => {
      await page.getByText('May do anything with everything in the whole cluster.').waitFor();
      await page.getByText('May read and list pods in the whole cluster.').waitFor();
      await page.getByText('1 rule is worth a second look').waitFor();
      await page.getByRole('tab', { name: /Dependencies/ }).click();
      const needs = page.getByRole('row').filter({ hasText: 'moon-phase' });
      await needs.getByText('Not installed').waitFor();
      await page.getByRole('tab', { name: 'Configuration' }).click();
      await page.getByRole('textbox', { name: 'values.yaml' }).getByText('How often tides are read').waitFor();
      await page.getByRole('tab', { name: 'What it adds' }).click();
      await page.getByText('It adds nothing').waitFor();
      expect(new URL(page.url()).searchParams.get('tab')).toBe('adds');
    });
  });

  it('shows its pictures, one after the other by keyboard', async () => {
    await visit('/extensions/marketplace/tide-tables', async ({ page }) => {
      const pictures = page.getByRole('list', { name: 'Screenshots' }).getByRole('img');
      await pictures.last().waitFor();
      await expect.poll(() => pictures.last().evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64);
      await page.getByRole('button', { name: 'Screenshot 1 of 2' }).click();
      const large = page.getByRole('dialog', { name: 'Screenshot 1 of 2' });
      await large.waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.keyboard.press('ArrowRight');
      await page.getByRole('dialog', { name: 'Screenshot 2 of 2' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await large.waitFor();
      await page.keyboard.press('Escape');
      await large.waitFor({ state: 'detached' });
    });
  });

  it('that is not there, says so', async () => {
    await visit('/extensions/marketplace/no-such-extension', async ({ page, watch }) => {
      watch.expect(/status of 404/);
      await page.getByText('There is no extension no-such-extension').waitFor();
    });
  });
});

describe('a package file', () => {
  it('goes into the catalogue, and leads to its page', async () => {
    await visit('/extensions/marketplace', async ({ page }) => {
      await page.getByRole('button', { name: 'Upload a package' }).click();
      await chooseFile(page, 'moon-phase-1.0.0.tgz', testPackage({ name: 'moon-phase' }));
      await page.waitForURL(/\/extensions\/marketplace\/moon-phase\?version=1\.0\.0$/);
      await page.getByRole('heading', { name: 'Extension moon-phase', level: 1 }).waitFor();
      await page.getByRole('link', { name: 'Install 1.0.0' }).waitFor();
    });
    await visit('/extensions/marketplace?q=moon-phase', async ({ page }) => {
      await card(page, 'moon-phase').getByText('Uploaded').waitFor();
    });
  });

  it('is taken where it is dropped, too', async () => {
    await visit('/extensions/marketplace', async ({ page }) => {
      await card(page, 'clusters').waitFor();
      const bytes = [...testPackage({ name: 'dropped' })];
      const dataTransfer = await page.evaluateHandle((content) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(content)], 'dropped-1.0.0.tgz'));
        return transfer;
      }, bytes);
      const place = page.getByRole('main').getByRole('heading', { name: 'Marketplace' });
      await place.dispatchEvent('dragenter', { dataTransfer });
      await page.getByText('Drop the package file to upload it').waitFor();
      await place.dispatchEvent('drop', { dataTransfer });
      await page.waitForURL(/\/extensions\/marketplace\/dropped\?version=1\.0\.0$/);
    });
  });

  it('with faults is refused with all of them, each with its number and its cure', async () => {
    await visit('/extensions/marketplace?upload', async ({ page, watch }) => {
      watch.expect(/status of 422/);
      const metadata = { version: 'one', category: undefined, displayName: undefined };
      await chooseFile(page, 'bad-1.0.0.tgz', testPackage({ name: 'bad', metadata }));
      const alert = page.getByRole('dialog').getByRole('alert');
      await alert.getByText('bad-1.0.0.tgz was refused').waitFor();
      await expect.poll(() => alert.getByText(/LB71\d\d/).count()).toBeGreaterThan(1);
      await alert.getByText('extension.yaml').first().waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
    });
    const answer = await here.product.api.request('GET', '/api/center/extensions/bad');
    expect(answer.status).toBe(404);
  });

  it('that is none is not sent at all', async () => {
    await visit('/extensions/marketplace?upload', async ({ page, watch }) => {
      await chooseFile(page, 'notes.tgz', Buffer.from('just a text'));
      await page.getByText('notes.tgz was not sent').waitFor();
      expect(watch.requests().filter((path) => path === '/api/center/packages')).toEqual([]);
    });
  });
});

describe('whoever may only look', () => {
  it('finds extensions, and is offered nothing that would be refused', { timeout: 90_000 }, async () => {
    const reads = { verbs: ['get', 'list', 'watch'], apiGroups: ['kubesphere.io'], resources: ['extensions'] };
    await using person = await here.browser.person({
      ...here.product,
      api: await personWith(here.product, 'mira', [reads]),
    });
    const { page } = await person.open('/extensions/marketplace?q=tide');
    await card(page, 'tide-tables').waitFor();
    expect(await page.getByRole('button', { name: 'Upload a package' }).count()).toBe(0);
    const navigation = page.getByRole('navigation', { name: 'Main' });
    expect(await navigation.getByRole('link', { name: 'Repositories' }).count()).toBe(0);
    await card(page, 'tide-tables').getByRole('link').click();
    await page.getByRole('heading', { name: 'Tides' }).waitFor();
    expect(await page.getByRole('link', { name: /^Install \d/ }).count()).toBe(0);
    const { page: repositories } = await person.open('/extensions/repositories');
    await repositories.getByText('kubesphere.io/repositories').first().waitFor();
  });

  it('and whoever may not even that, is not led there', { timeout: 90_000 }, async () => {
    await using person = await here.browser.person({
      ...here.product,
      api: await personWith(here.product, 'noor', []),
    });
    const { page } = await person.open('/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link').first().waitFor();
    expect(await page.getByRole('link', { name: 'Marketplace' }).count()).toBe(0);
  });
});

describePagesForEverybody(here, [
  '/extensions/marketplace',
  '/extensions/marketplace?upload',
  '/extensions/marketplace?q=nothing+at+all',
  ...['overview', 'changelog', 'versions', 'adds', 'permissions', 'dependencies', 'configuration'].map(
    (tab) => `/extensions/marketplace/tide-tables?tab=${tab}`,
  ),
  '/extensions/marketplace/clusters?tab=adds',
]);

async function chooseFile(page: Page, name: string, content: Uint8Array): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Upload a package' });
  await dialog.waitFor();
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/gzip', buffer: Buffer.from(content) });
}

function focusedHref(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('href') ?? null);
}
