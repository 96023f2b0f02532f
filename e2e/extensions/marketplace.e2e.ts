/** What an administrator does with the catalogue: repositories, cards, one extension, a package file. By mouse and keyboard. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { testPackage } from '../../packages/extension-package/src/testing.ts';
import { accessibilityViolations } from '../support/accessibility.ts';
import { type Api, signedInApi } from '../support/api.ts';
import { launchBrowser, type PersonOptions, type Tab, type TestBrowser } from '../support/browser.ts';
import { type DockerRegistry, REGISTRY_USER, startDockerRegistry } from '../support/docker-registry.ts';
import { createHelm } from '../support/helm.ts';
import { type HelmRepository, startHelmRepository } from '../support/helm-repository.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { type Product, startProduct } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chartPackages } from '../support/test-charts.ts';

const PILOT = { username: 'pilot', password: 's3cret-of-pilot' };
/** Titles and words that the published packages are found by. */
const PUBLISHED: Record<string, { en: string; zh: string; category: string }> = {
  'cert-manager': { en: 'cert-manager', zh: 'cert-manager', category: 'Security' },
  devops: { en: 'DevOps', zh: 'DevOps', category: 'Integration and delivery' },
  loki: { en: 'Grafana Loki for WhizardTelemetry', zh: 'Grafana Loki for WhizardTelemetry', category: 'Observability' },
  'metrics-server': { en: 'Metrics Server', zh: 'Metrics Server', category: 'Computing' },
  'ob-operator': { en: 'ob-operator', zh: 'ob-operator', category: 'Databases' },
};

const resources = new AsyncDisposableStack();
let repository: HelmRepository;
let registry: DockerRegistry;
let product: Product;
let browser: TestBrowser;
/** Names of the published packages that this machine has. */
let published: string[] = [];

beforeAll(async () => {
  repository = resources.use(await startHelmRepository({ credentials: PILOT }));
  const charts = await chartPackages();
  published = charts.map(({ name }) => name);
  for (const { file } of charts) await repository.add(file);
  await repository.add(testPackage({ ...TIDES, version: '1.0.0' }));
  await repository.add(
    testPackage({ ...TIDES, version: '2.0.0', metadata: { ...TIDES.metadata, kubeVersion: '>=9.0.0' } }),
  );
  repository.addBroken('ghost', '1.0.0');
  registry = resources.use(await startDockerRegistry({ users: true }));
  const hosts = [repository.host, registry.host].join();
  product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: hosts } }));
  browser = resources.use(await launchBrowser());
});
afterAll(() => resources.disposeAsync());

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="40"><path d="M0 20h64v20H0z"/></svg>';

const TIDES = {
  name: 'tide-tables',
  metadata: {
    displayName: { en: 'Tide tables', zh: '潮汐表' },
    description: { en: 'High and low water by port', zh: '各港口的高潮与低潮' },
    keywords: ['harbour'],
    category: 'observability',
    screenshots: ['./static/low.svg', './static/high.svg'],
    externalDependencies: [{ name: 'moon-phase', type: 'extension', version: '>=1.0.0', required: true }],
  },
  permissions: [
    {
      kind: 'ClusterRole',
      rules: [
        { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] },
        { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      ],
    },
  ],
  values: '# How often tides are read\ninterval: 5m\n',
  files: {
    'README.md': '# Tides\n\n[Docs](https://docs.example/tides) ![far](https://tracker.example/pixel.png)\n',
    'README_zh.md': '# 潮汐\n\n中文说明\n',
    'CHANGELOG.md': '## 1.0.0\n\n- First tides\n',
    'static/low.svg': PICTURE,
    'static/high.svg': PICTURE,
  },
};

async function visit(path: string, run: (tab: Tab) => Promise<void>, options?: PersonOptions): Promise<void> {
  await using person = await browser.person(product, options);
  await run(await person.open(path));
}

const card = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: /^(Extensions|扩展)$/ })
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href$="/extensions/marketplace/${name}"]`) });
const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });
/** Addresses outside of the product that a page has asked. */
const outside = (tab: Tab): string[] => tab.watch.violations().filter((violation) => violation.includes('http'));

describe('before anybody has added a repository', () => {
  it('the catalogue has what the product brings, and nothing is asked of anybody else', async () => {
    await visit('/extensions/marketplace', async (tab) => {
      const { page } = tab;
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      await card(page, 'clusters').waitFor();
      await card(page, 'clusters').getByText('Installed').waitFor();
      await page.reload();
      await card(page, 'clusters').waitFor();
      expect([...hosts]).toEqual([new URL(product.url).host]);
    });
  });

  it('the navigation and the palette lead to it', async () => {
    await visit('/', async ({ page }) => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Marketplace' }).click();
      await page.getByRole('heading', { name: 'Marketplace', level: 1 }).waitFor();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('add an extension repo');
      await page.getByRole('option', { name: /Add an extension repository/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Add a repository' }).waitFor();
    });
  });
});

describe('a repository', () => {
  it('is looked at before it is added, and what is wrong is said with its number', async () => {
    await visit('/extensions/repositories?add', async ({ page, watch }) => {
      watch.expect(/status of 50\d/);
      const dialog = page.getByRole('dialog', { name: 'Add a repository' });
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByText('An address begins with').waitFor();
      await dialog.getByLabel('Address').fill(repository.url);
      expect(await dialog.getByLabel('Name', { exact: false }).first().inputValue()).toBe('127-0-0-1');
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByRole('alert').getByText('LB7206').waitFor();
      await dialog.getByLabel('User name').fill(PILOT.username);
      await dialog.getByLabel('Password', { exact: true }).fill(PILOT.password);
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByText(`A Helm repository with ${published.length + 2} extensions`).waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('stable');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await row(page, 'stable').getByText('Synced, with gaps').waitFor({ timeout: 30_000 });
      expect(await row(page, 'stable').textContent()).toContain(String(published.length + 1));
    });
  });

  it('says of each chart that was left out why', async () => {
    await visit('/extensions/repositories', async ({ page }) => {
      await row(page, 'stable').getByRole('button', { name: '1 chart left out' }).click();
      const drawer = page.getByRole('dialog', { name: 'stable' });
      await drawer.getByText('ghost 1.0.0').waitFor();
      await drawer.getByText('LB7217').first().waitFor();
      await drawer.getByText('pilot, with a password').waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(new URL(page.url()).search).toBe('?repository=stable');
    });
  });

  it('keeps its password when something else of it is changed, and no page ever shows it', async () => {
    await visit('/extensions/repositories', async ({ page }) => {
      const bodies: Promise<string>[] = [];
      page.on('response', (response) => {
        if (/\/(?:api|apis)\/.*repositories/.test(response.url())) bodies.push(response.text().catch(() => ''));
      });
      await page.reload();
      await row(page, 'stable').getByRole('button', { name: 'Actions for stable' }).click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit stable' });
      expect(await dialog.getByLabel('Password', { exact: true }).inputValue()).toBe('');
      await dialog.getByLabel('Description').fill('Tides and more');
      const before = repository.requests.length;
      await dialog.getByRole('button', { name: 'Save' }).click();
      await row(page, 'stable').getByText('Tides and more').waitFor();
      await expect
        .poll(() => repository.requests.slice(before).map(({ status }) => status), { timeout: 20_000 })
        .toContain(200);
      expect(repository.requests.slice(before).filter(({ status }) => status === 401)).toEqual([]);
      expect((await Promise.all(bodies)).join().includes(PILOT.password)).toBe(false);
    });
  });
});

describe('a registry', () => {
  it('is a repository like any other', { timeout: 120_000 }, async () => {
    await pushToRegistry(
      testPackage({ name: 'lantern', version: '1.2.0', metadata: { provider: { en: { name: 'Lamps' } } } }),
    );
    await visit('/extensions/repositories?add', async ({ page, watch }) => {
      watch.expect(/status of 50\d/);
      const dialog = page.getByRole('dialog', { name: 'Add a repository' });
      await dialog.getByLabel('Address').fill(`oci://${registry.host}/extensions`);
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('registry');
      await dialog.getByLabel('User name').fill(REGISTRY_USER.username);
      await dialog.getByLabel('Password', { exact: true }).fill('not the password');
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByRole('alert').getByText('LB7206').waitFor();
      await dialog.getByLabel('Password', { exact: true }).fill(REGISTRY_USER.password);
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByText('An OCI registry with 1 extension').waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await row(page, 'registry').getByText('Synced').waitFor({ timeout: 30_000 });
    });
    await visit('/extensions/marketplace?repository=registry', async ({ page }) => {
      await card(page, 'lantern').getByText('1.2.0').waitFor();
    });
  });
});

describe('the Marketplace', () => {
  it('has a card for each published extension, with its picture, its names and its category', async () => {
    for (const locale of ['en', 'zh'] as const) {
      await visit(
        '/extensions/marketplace',
        async ({ page }) => {
          await card(page, 'tide-tables').waitFor();
          expect(await card(page, 'tide-tables').textContent()).toContain(locale === 'en' ? 'Tide tables' : '潮汐表');
          for (const name of published) {
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

  it('counts its categories', async () => {
    await visit('/extensions/marketplace?repository=stable', async ({ page }) => {
      const categories = page.getByRole('navigation', { name: 'Categories' });
      await card(page, 'tide-tables').waitFor();
      await categories.getByRole('button', { name: `All ${published.length + 1}` }).waitFor();
      const expected = new Map<string, number>([['Observability', 1]]);
      for (const name of published) {
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
    const answer = await product.api.request('GET', '/api/center/extensions/bad');
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
    await using person = await browser.person({ ...product, api: await personWith('mira', [reads]) });
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
    await using person = await browser.person({ ...product, api: await personWith('noor', []) });
    const { page } = await person.open('/');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link').first().waitFor();
    expect(await page.getByRole('link', { name: 'Marketplace' }).count()).toBe(0);
  });
});

describe('for everybody', () => {
  const PAGES = [
    '/extensions/marketplace',
    '/extensions/marketplace?upload',
    '/extensions/marketplace?q=nothing+at+all',
    ...['overview', 'changelog', 'versions', 'adds', 'permissions', 'dependencies', 'configuration'].map(
      (tab) => `/extensions/marketplace/tide-tables?tab=${tab}`,
    ),
    '/extensions/marketplace/clusters?tab=adds',
    '/extensions/repositories',
    '/extensions/repositories?repository=stable',
    '/extensions/repositories?add',
  ];

  it.each(['light', 'dark'] as const)(
    'axe finds nothing wrong in the %s theme',
    { timeout: 180_000 },
    async (theme) => {
      await using person = await browser.person(product, { theme });
      for (const path of PAGES) {
        const { page } = await person.open(path);
        await page.getByRole('heading').first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect([path, await accessibilityViolations(page)]).toEqual([path, []]);
        await page.close();
      }
    },
  );

  it('nothing is wider than a telephone', { timeout: 120_000 }, async () => {
    await using person = await browser.person(product, { viewport: { width: 390, height: 844 } });
    for (const path of PAGES) {
      const { page } = await person.open(path);
      await page.getByRole('heading').first().waitFor();
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, width]).toEqual([path, 390]);
      await page.close();
    }
  });
});

describe('a repository that goes', () => {
  it('out of reach says why, and takes nothing away', async () => {
    repository.failWith(503);
    await visit('/extensions/repositories', async ({ page }) => {
      await row(page, 'stable').getByRole('button', { name: 'Actions for stable' }).click();
      await page.getByRole('menuitem', { name: 'Sync now' }).click();
      await row(page, 'stable').getByText('Cannot be read').waitFor({ timeout: 30_000 });
    });
    await visit('/extensions/marketplace', async ({ page }) => {
      await page.getByText('Not up to date: stable').waitFor();
      await page.getByRole('searchbox').fill('tide');
      await card(page, 'tide-tables').waitFor();
      // As it is where nothing came with the product, and no repository was ever reached.
      await page.route('**/api/center/catalogue', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), extensions: [] } });
      });
      await page.route('**/api/center/repositories', async (route) => {
        const response = await route.fetch();
        const { repositories } = (await response.json()) as { repositories: { name: string }[] };
        await route.fulfill({ response, json: { repositories: repositories.filter(({ name }) => name === 'stable') } });
      });
      await page.reload();
      await page.getByText('No repository can be reached').waitFor();
      await page.getByText(/LB72\d\d/).waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Upload a package' }).last().click();
      await page.getByRole('dialog', { name: 'Upload a package' }).waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    });
    repository.failWith(undefined);
  });

  it('for good takes along what is not installed, after a question', async () => {
    await visit('/extensions/marketplace?q=tide', async ({ page: shop }) => {
      await card(shop, 'tide-tables').waitFor();
      await visit('/extensions/repositories', async ({ page }) => {
        await row(page, 'stable').getByRole('button', { name: 'Actions for stable' }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        const question = page.getByRole('alertdialog', { name: 'Delete the repository stable' });
        await question.getByText(/leave the catalogue with it: \d/).waitFor();
        await question.getByRole('button', { name: 'Delete' }).click();
        await row(page, 'stable').waitFor({ state: 'detached', timeout: 20_000 });
      });
      // The other page follows by itself.
      await card(shop, 'tide-tables').waitFor({ state: 'detached', timeout: 30_000 });
      await shop.getByText('No extension matches').waitFor();
    });
  });
});

async function chooseFile(page: Page, name: string, content: Uint8Array): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Upload a package' });
  await dialog.waitFor();
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'application/gzip', buffer: Buffer.from(content) });
}

/** As the authors of packages do. */
async function pushToRegistry(archive: Uint8Array): Promise<void> {
  await using folder = await temporaryFolder();
  const [kubeconfig, file] = [join(folder.path, 'kubeconfig'), join(folder.path, 'package.tgz')];
  // Helm is not to talk to any cluster here.
  await writeFile(kubeconfig, '');
  await writeFile(file, archive);
  await using helm = await createHelm(KUBE_RELEASES.at(-1) as KubeRelease, kubeconfig);
  const { username, password } = REGISTRY_USER;
  const words = ['registry', 'login', registry.host, '--username', username, '--password', password];
  // Helm 4 asks for it by another name.
  const plain = await helm.try(...words, '--plain-http');
  if (plain.code !== 0) await helm(...words, '--insecure');
  await helm('push', file, `oci://${registry.host}/extensions`, '--plain-http');
}

/** Somebody with a role of the platform that has these rules alone. */
async function personWith(name: string, rules: object[]): Promise<Api> {
  const iam = (kind: string, part: object) => ({
    ...{ apiVersion: 'iam.kubesphere.io/v1beta1', kind, metadata: { name } },
    ...part,
  });
  const create = async (resource: string, object: object) => {
    const response = await product.api.request('POST', `/apis/iam.kubesphere.io/v1beta1/${resource}`, object);
    expect([resource, response.status]).toEqual([resource, 201]);
  };
  const password = `password-of-${name}-1`;
  await create('users', iam('User', { spec: { email: `${name}@harbour.example`, password } }));
  await create('globalroles', iam('GlobalRole', { rules }));
  const roleRef = { apiGroup: 'iam.kubesphere.io', kind: 'GlobalRole', name };
  await create('globalrolebindings', iam('GlobalRoleBinding', { roleRef, subjects: [{ kind: 'User', name }] }));
  return vi.waitFor(() => signedInApi(product.url, { username: name, password }), { timeout: 20_000, interval: 200 });
}

function focusedHref(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('href') ?? null);
}
