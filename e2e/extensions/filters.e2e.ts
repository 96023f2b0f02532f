/** Narrowing down: what is installed, what the Marketplace offers, and the clusters that an extension goes to by labels. */
import { testPackage } from '@luban/extension-package/testing';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { launchBrowser, type PersonOptions, type Tab, type TestBrowser } from '../support/browser.ts';
import { card } from '../support/catalogue-stage.ts';
import { install, installed, upload } from '../support/center.ts';
import { tabTo } from '../support/keyboard.ts';
import { startMemberCluster } from '../support/member-cluster.ts';
import { offeredPackage } from '../support/offered-package.ts';
import { harmless } from '../support/poison.ts';
import { type Product, startProduct } from '../support/product.ts';
import { settled } from '../support/settled.ts';

const CLUSTERS = '/apis/cluster.kubesphere.io/v1alpha1/clusters';
const SOON = { timeout: 60_000 };

const resources = new AsyncDisposableStack();
let product: Product;
let browser: TestBrowser;

beforeAll(async () => {
  product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: '127.0.0.1' } }));
  browser = resources.use(await launchBrowser());
  const member = resources.use(await startMemberCluster());
  const { api } = product;
  const added = await api.request('POST', CLUSTERS, {
    ...{ apiVersion: 'cluster.kubesphere.io/v1alpha1', kind: 'Cluster' },
    metadata: { name: 'wharf', labels: { region: 'north' } },
    spec: { connection: { type: 'direct', kubeconfig: Buffer.from(member.kubeconfig).toString('base64') } },
  });
  expect(added.status, await added.clone().text()).toBe(201);
  for (const version of ['1.0.0', '1.1.0']) {
    await upload(api, offeredPackage({ ...harmless('tides'), title: 'Tides', version }));
    await upload(
      api,
      testPackage({
        ...{ name: 'gauge', version, ui: true },
        metadata: { installationMode: 'Multicluster', displayName: { en: 'Gauge', zh: '水位计' } },
        charts: { collector: { tags: ['agent'] } },
      }),
    );
  }
  await upload(api, offeredPackage({ ...harmless('waves'), title: 'Waves' }));
  await upload(api, testPackage({ name: 'far-away', metadata: { kubeVersion: '>=9.0.0' } }));
  await install(api, 'tides');
  await install(api, 'waves');
});
afterAll(() => resources.disposeAsync());

async function visit(path: string, run: (tab: Tab) => Promise<void>, options?: PersonOptions): Promise<void> {
  await using person = await browser.person(product, options);
  await run(await person.open(path));
}

async function expectClean(page: Page): Promise<void> {
  await settled(page);
  expect(await accessibilityViolations(page)).toEqual([]);
}

const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);
const filter = (page: Page, name: RegExp): Locator =>
  page.getByRole('group', { name: 'Show only' }).getByRole('button', { name });
const pressed = (button: Locator) => button.getAttribute('aria-pressed');

describe('the list of what is installed', () => {
  const rows = (page: Page) => page.getByRole('table', { name: 'Installed' }).getByRole('row');
  const titles = async (page: Page) =>
    (await page.locator('.installed-title').allTextContents()).map((title) => title.trim());

  it('is narrowed by filters that say how many there are, together and with the search', {
    timeout: 90_000,
  }, async () => {
    await visit('/extensions/installed', async ({ page }) => {
      await filter(page, /^Upgradable 1$/).click();
      await expect.poll(() => titles(page)).toEqual(['Tides']);
      expect(parameter(page, 'show')).toBe('upgradable');
      await filter(page, /^Added 2$/).click();
      await expect.poll(() => parameter(page, 'show')).toBe('upgradable,added');
      expect(await titles(page)).toEqual(['Tides']);
      await filter(page, /^Upgradable/).click();
      await expect.poll(() => titles(page)).toEqual(['Tides', 'Waves']);
      await expectClean(page);
      await page.getByRole('searchbox').fill('nothing so called');
      await page.getByText('Nothing that is installed matches').waitFor();
      await expectClean(page);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await expect.poll(() => rows(page).count()).toBeGreaterThan(5);
      expect(await page.getByRole('searchbox').inputValue()).toBe('');
      await expect.poll(() => new URL(page.url()).search).toBe('');
    });
  });

  it('follows what happens while it is filtered, by keyboard, and the address holds it', {
    timeout: 90_000,
  }, async () => {
    await visit('/extensions/installed', async ({ page }) => {
      await filter(page, /^Added/).waitFor();
      expect(await filter(page, /^Disabled/).count()).toBe(0);
      await product.api.request('POST', '/api/center/extensions/waves/disable', {});
      await filter(page, /^Disabled 1$/).waitFor(SOON);
      await tabTo(page, 'Disabled 1');
      await page.keyboard.press('Space');
      await expect.poll(() => titles(page)).toEqual(['Waves']);
      await page.reload();
      await expect.poll(() => titles(page)).toEqual(['Waves']);
      expect(await pressed(filter(page, /^Disabled/))).toBe('true');
      // What was narrowed to can be left although nothing is left in it.
      await page.getByRole('switch', { name: 'Waves is enabled' }).click();
      await filter(page, /^Disabled 0$/).waitFor(SOON);
      await filter(page, /^Disabled 0$/).click();
      await expect.poll(() => titles(page)).toContain('Waves');
    });
  });
});

describe('the Marketplace', () => {
  it('is narrowed by what is installed, fits and has pages, by where it is from, and sorted', {
    timeout: 120_000,
  }, async () => {
    await visit('/extensions/marketplace?q=&repository=-', async ({ page }) => {
      // Uploaded ones alone.
      await card(page, 'far-away').waitFor();
      expect(await card(page, 'clusters').count()).toBe(0);
      await filter(page, /^Compatible$/).click();
      await card(page, 'far-away').waitFor({ state: 'detached' });
      await card(page, 'gauge').waitFor();
      await filter(page, /^Installed$/).click();
      await card(page, 'gauge').waitFor({ state: 'detached' });
      await card(page, 'waves').waitFor();
      await filter(page, /^Upgradable$/).click();
      await card(page, 'waves').waitFor({ state: 'detached' });
      await card(page, 'tides').waitFor();
      expect(parameter(page, 'show')?.split(',').sort()).toEqual(['compatible', 'installed', 'upgradable']);
      await expectClean(page);
      for (const name of [/^Upgradable$/, /^Installed$/, /^Compatible$/]) await filter(page, name).click();
      await filter(page, /^With pages$/).click();
      await card(page, 'far-away').waitFor({ state: 'detached' });
      await card(page, 'waves').waitFor();
      await page.getByRole('combobox', { name: 'Order' }).click();
      await page.getByRole('option', { name: 'By name' }).click();
      await expect.poll(() => parameter(page, 'sort')).toBe('name');
      await page.getByRole('combobox', { name: 'Repository' }).click();
      await page.getByRole('option', { name: 'luban', exact: true }).click();
      await card(page, 'clusters').waitFor();
      expect(await card(page, 'tides').count()).toBe(0);
    });
  });
});

describe('clusters by their labels', () => {
  const agents = (page: Page) => page.getByRole('table', { name: 'Agents' });

  it('are chosen by what is written, named as they match, and followed later', { timeout: 180_000 }, async () => {
    const { api } = product;
    await install(api, 'gauge');
    await visit('/extensions/installed/gauge?tab=clusters', async ({ page }) => {
      await page.getByRole('combobox', { name: 'How clusters are chosen' }).click();
      await page.getByRole('option', { name: 'Clusters by their labels' }).click();
      const labels = page.getByRole('textbox', { name: 'Labels' });
      const save = page.getByRole('button', { name: 'Save' });
      await labels.fill('region is east');
      await page.getByText('Labels are written name=value').waitFor();
      expect(await save.isDisabled()).toBe(true);
      await expectClean(page);
      await labels.fill('region=east');
      await page.getByText('No cluster matches now.').waitFor();
      await labels.fill('region=north');
      await page.getByText('Matching now: wharf').waitFor();
      await expectClean(page);
      await tabTo(page, 'Save');
      await page.keyboard.press('Enter');
      await agents(page).getByRole('row').filter({ hasText: 'wharf' }).getByText('Installed').waitFor(SOON);
      await page.reload();
      await expect.poll(() => labels.inputValue()).toBe('region=north');
      await expectClean(page);
      // Whatever loses the label loses the agent.
      await relabel({ region: 'south' });
      await page.getByText('No cluster matches now.').waitFor(SOON);
      await agents(page).waitFor({ state: 'detached', ...SOON });
    });
    const { placement } = await installed(api, 'gauge', { version: '1.0.0' });
    expect(placement).toEqual({ clusterSelector: { matchLabels: { region: 'north' } } });
  });

  async function relabel(labels: Record<string, string>): Promise<void> {
    const { url, api } = product;
    const response = await fetch(`${url}${CLUSTERS}/wharf`, {
      method: 'PATCH',
      headers: { origin: url, cookie: api.cookie, 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { labels } }),
    });
    expect(response.status, await response.clone().text()).toBe(200);
  }
});
