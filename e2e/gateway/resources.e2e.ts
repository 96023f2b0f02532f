/** An operator's first pages in front of the demo world: find what is broken, read why, get in, go elsewhere. */
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { signedInApi } from '../support/api.ts';
import { launchBrowser, type PersonOptions, type Tab, type TestBrowser } from '../support/browser.ts';
import { type MemberCluster, startMemberCluster } from '../support/member-cluster.ts';
import { type Product, startProduct } from '../support/product.ts';
import { settled } from '../support/settled.ts';

const PATIENCE = { timeout: 45_000 };
const PHONE = { viewport: { width: 390, height: 844 } };

const resources = new AsyncDisposableStack();
let product: Product;
let browser: TestBrowser;
let reef: MemberCluster;

interface PodList {
  items: { metadata: { name: string; namespace: string }; status?: { containerStatuses?: unknown[] } }[];
}

async function podOf(cluster: string, namespace: string, prefix: string): Promise<string | undefined> {
  const path = `/clusters/${cluster}/api/v1/namespaces/${namespace}/pods`;
  const { items } = (await (await product.api.request('GET', path)).json()) as PodList;
  return items.find(({ metadata }) => metadata.name.startsWith(prefix))?.metadata.name;
}

/** The demo fills its clusters while they can be used already. */
async function until(cluster: string, namespace: string, prefix: string, word: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const name = await podOf(cluster, namespace, prefix);
      const path = `/clusters/${cluster}/api/v1/namespaces/${namespace}/pods/${name}`;
      expect(await (await product.api.request('GET', path)).text()).toContain(word);
      return name ?? '';
    },
    { timeout: 90_000, interval: 500 },
  );
}

beforeAll(async () => {
  product = resources.use(await startProduct({ environment: { LUBAN_DEMO: 'full', LUBAN_ALLOW_HOSTS: '127.0.0.1' } }));
  browser = resources.use(await launchBrowser());
  reef = resources.use(await startMemberCluster());
}, 120_000);
afterAll(() => resources.disposeAsync());

async function visit(path: string, visit: (tab: Tab) => Promise<void>, options?: PersonOptions): Promise<void> {
  await using person = await browser.person(product, options);
  await visit(await person.open(path));
}

const pathOf = (page: Page) => new URL(page.url()).pathname + new URL(page.url()).search;
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const menuItem = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

describe('a pod that ends again and again', () => {
  let pod: string;
  beforeAll(async () => {
    pod = await until('host', 'payments', 'fraud-scoring-', 'CrashLoopBackOff');
  }, 100_000);

  it('is found from the home page, and says why it is not ready, what happened and what it wrote', async () => {
    await visit('/', async ({ page }) => {
      const card = page.getByRole('article', { name: 'Needs attention' });
      const line = card.getByRole('link', { name: new RegExp(`CrashLoopBackOff.*${pod}`) });
      await line.waitFor(PATIENCE);
      await line.click();
      await page.waitForURL(`**/clusters/host/pods/payments/${pod}`);
      await page.getByText('Why it is not ready').waitFor(PATIENCE);
      await page.getByText(/Container scoring ends again and again: last with exit code 1/).waitFor(PATIENCE);

      await tab(page, 'Events').click();
      await page.getByRole('row', { name: /BackOff.*Back-off restarting failed container/ }).waitFor(PATIENCE);
      await tab(page, 'Logs').click();
      await page.getByRole('log').getByText('FEATURE_STORE_URL is not set').first().waitFor(PATIENCE);
      expect(pathOf(page)).toBe(`/clusters/host/pods/payments/${pod}?tab=logs`);
      await page.reload();
      await page.getByRole('log').getByText('FEATURE_STORE_URL is not set').first().waitFor(PATIENCE);
      await page.getByRole('searchbox', { name: 'Search in the log' }).fill('feature_store');
      await page.getByText(/^1 of \d+$/).waitFor(PATIENCE);
    });
  });

  it('is reached by a link to any of its tabs', async () => {
    for (const [name, holds] of [
      ['events', 'Back-off restarting failed container'],
      ['conditions', 'ContainersReady'],
      ['related', 'ReplicaSet fraud-scoring'],
      ['yaml', 'registry.example.com/payments/fraud-scoring'],
    ] as const) {
      await visit(`/clusters/host/projects/payments/pods/${pod}?tab=${name}`, async ({ page }) => {
        await page.getByText(holds).first().waitFor(PATIENCE);
        await expect.poll(() => tab(page, 'Summary').getAttribute('aria-selected')).toBe('false');
      });
    }
  });
});

describe('a pod that is well', () => {
  it('is found by its name, and gives a terminal that a reload brings back', async () => {
    const pod = await until('host', 'shop', 'storefront-', '"ready":true');
    await visit('/clusters/host/pods', async ({ page }) => {
      const grid = page.getByRole('grid', { name: 'Pods' });
      await grid.waitFor(PATIENCE);
      await page.keyboard.press('/');
      await page.keyboard.type(pod);
      await expect.poll(() => grid.getAttribute('aria-rowcount'), PATIENCE).toBe('2');
      expect(pathOf(page)).toBe(`/clusters/host/pods?q=${pod}`);
      await page.getByRole('searchbox', { name: 'Search by name' }).blur();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/clusters/host/pods/shop/${pod}`);
      await tab(page, 'Terminal').click();
      await page.getByText('Connected (bash)').waitFor(PATIENCE);
      await page.getByRole('textbox', { name: 'Terminal' }).pressSequentially('echo $((6*7))-here');
      await page.keyboard.press('Enter');
      await page.locator('.xterm-rows').getByText('42-here').first().waitFor(PATIENCE);
      await page.reload();
      await page.locator('.xterm-rows').getByText('42-here').first().waitFor(PATIENCE);
    });
  });
});

describe('the switcher', () => {
  it('leads to the same list in another cluster, and to a project of it', async () => {
    await until('member', 'warehouse', 'scanner-bridge-', 'CrashLoopBackOff');
    await visit('/clusters/host/deployments', async ({ page }) => {
      await page.getByRole('grid', { name: 'Deployments' }).getByText('storefront').waitFor(PATIENCE);
      await page.getByRole('button', { name: /^Switch/ }).click();
      await page.getByRole('option', { name: 'Member (simulated)' }).click();
      await page.waitForURL('**/clusters/member/deployments');
      await page.getByRole('grid', { name: 'Deployments' }).getByText('scanner-bridge').waitFor(PATIENCE);

      await page.getByRole('button', { name: /^Switch/ }).click();
      await page.keyboard.type('warehouse');
      await page
        .getByRole('option', { name: /warehouse/ })
        .first()
        .click();
      await page.waitForURL('**/clusters/member/projects/warehouse');
      await menuItem(page, 'Pods').click();
      await page.waitForURL('**/clusters/member/projects/warehouse/pods');
      await page
        .getByRole('grid', { name: 'Pods' })
        .getByText(/^scanner-bridge-/)
        .waitFor(PATIENCE);
      await page.reload();
      await page
        .getByRole('grid', { name: 'Pods' })
        .getByText(/^scanner-bridge-/)
        .waitFor(PATIENCE);
      await menuItem(page, 'Nodes').waitFor({ state: 'detached' });
    });
  });

  it('reaches a cluster that was imported by its kubeconfig a moment ago', async () => {
    await visit('/manage/clusters?import', async ({ page, watch }) => {
      watch.expect(/400/);
      const dialog = page.getByRole('dialog', { name: 'Import a cluster' });
      await dialog.getByLabel('Kubeconfig').fill('users: 7');
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('reef');
      await dialog.getByRole('button', { name: 'Look at it' }).click();
      await dialog.getByText(/\(LB51\d\d\)/).waitFor(PATIENCE);
      await dialog.getByLabel('Kubeconfig').fill(reef.kubeconfig);
      await dialog.getByRole('button', { name: 'Look at it' }).click();
      await dialog.getByText('Identity').waitFor(PATIENCE);
      await dialog.getByRole('button', { name: 'Import', exact: true }).click();
      await dialog.getByText('reef is imported').waitFor(PATIENCE);
      await dialog.getByRole('link', { name: 'Open its nodes' }).click();
      await page.waitForURL('**/clusters/reef/nodes');
      await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount'), PATIENCE).toBe('4');

      await page.goto('/clusters/host/pods');
      await page.getByRole('button', { name: /^Switch/ }).click();
      await page.getByRole('option', { name: 'reef' }).click();
      await page.waitForURL('**/clusters/reef/pods');

      await page.goto('/manage/clusters');
      await page.getByRole('button', { name: 'Actions for reef' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).click();
      await page.getByLabel('Type reef to confirm').fill('reef');
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
      await page.getByRole('row', { name: /reef/ }).waitFor({ state: 'detached', ...PATIENCE });
    });
  });
});

describe('a list', () => {
  it('keeps filter, order and columns in its address', async () => {
    await until('host', 'shop', 'storefront-', '"ready":true');
    await visit('/clusters/host/pods?namespace=shop&sort=-Restarts&columns=Status,IP', async ({ page }) => {
      const grid = page.getByRole('grid', { name: 'Pods' });
      await grid.getByRole('columnheader', { name: 'IP' }).waitFor(PATIENCE);
      expect(await grid.getByRole('columnheader', { name: 'Namespace' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Labels' }).click();
      await page.getByRole('textbox', { name: 'Labels' }).fill('app.kubernetes.io/name=storefront');
      await page.keyboard.press('Enter');
      await expect.poll(() => grid.getAttribute('aria-rowcount'), PATIENCE).toBe('4');
      await page.reload();
      await expect.poll(() => grid.getAttribute('aria-rowcount'), PATIENCE).toBe('4');
      await page.getByRole('searchbox', { name: 'Search by name' }).fill('no-such-pod');
      await page.getByText('No Pods match').waitFor(PATIENCE);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount')), PATIENCE).toBeGreaterThan(20);
    });
  });

  it('shows what kubectl does in the same second, and deletes only after asking', async () => {
    const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made-elsewhere' }, data: { a: '1' } };
    const path = '/clusters/host/api/v1/namespaces/default/configmaps';
    await visit('/clusters/host/configmaps?q=made-elsewhere', async ({ page }) => {
      await page.getByText('No Config maps match').waitFor(PATIENCE);
      expect((await product.api.request('POST', path, config)).status).toBe(201);
      const row = page.getByRole('row', { name: /made-elsewhere/ });
      await row.waitFor(PATIENCE);
      await row.getByRole('button', { name: 'Actions for made-elsewhere' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      const question = page.getByRole('alertdialog', { name: 'Delete ConfigMap made-elsewhere' });
      await question.getByText('default/made-elsewhere').waitFor();
      await question.getByText(/cannot be undone/).waitFor();
      await question.getByRole('button', { name: 'Cancel' }).click();
      expect((await product.api.request('GET', `${path}/made-elsewhere`)).status).toBe(200);
      await row.getByRole('button', { name: 'Actions for made-elsewhere' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await question.getByRole('button', { name: 'Delete' }).click();
      await page.getByText('No Config maps match').waitFor(PATIENCE);
      expect((await product.api.request('GET', `${path}/made-elsewhere`)).status).toBe(404);
    });
  });

  it('is there for custom resources too', async () => {
    await visit('/clusters/host/resources?q=widget', async ({ page }) => {
      const crd = {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'tides.harbour.example' },
        spec: {
          group: 'harbour.example',
          scope: 'Namespaced',
          names: { plural: 'tides', singular: 'tide', kind: 'Tide' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
              additionalPrinterColumns: [{ name: 'Height', type: 'integer', jsonPath: '.spec.height' }],
            },
          ],
        },
      };
      const definitions = '/clusters/host/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
      expect((await product.api.request('POST', definitions, crd)).status).toBe(201);
      const objects = '/clusters/host/apis/harbour.example/v1/namespaces/default/tides';
      const tide = { apiVersion: 'harbour.example/v1', kind: 'Tide', metadata: { name: 'high' }, spec: { height: 7 } };
      await expect.poll(async () => (await product.api.request('POST', objects, tide)).status, PATIENCE).toBe(201);
      await page.goto('/clusters/host/resources?q=tide');
      await page.getByRole('link', { name: 'Tide', exact: true }).click();
      await page.waitForURL('**/clusters/host/resources/harbour.example/v1/tides');
      await page.getByRole('grid', { name: 'Tide' }).getByRole('gridcell', { name: '7' }).waitFor(PATIENCE);
      await page.getByRole('link', { name: 'high' }).click();
      await page.waitForURL('**/clusters/host/resources/harbour.example/v1/tides/default/high');
      await page.getByText('spec.height').waitFor(PATIENCE);
    });
  });
});

describe('somebody who may not see secrets', () => {
  it('sees no such menu, and nothing that they open is refused', async () => {
    const pod = await until('host', 'shop', 'storefront-', '"ready":true');
    const name = `viewer-${randomUUID().slice(0, 8)}`;
    const credentials = { username: name, password: 'viewer-password-1' };
    const iam = '/apis/iam.kubesphere.io/v1beta1';
    const made = await product.api.request('POST', `${iam}/users`, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'User',
      metadata: { name },
      spec: { email: `${name}@acme.example`, password: credentials.password },
    });
    expect(made.status).toBe(201);
    const bound = await product.api.request('POST', `${iam}/namespaces/shop/rolebindings`, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'RoleBinding',
      metadata: { name: `${name}-viewer`, namespace: 'shop' },
      subjects: [{ kind: 'User', name }],
      roleRef: { apiGroup: 'iam.kubesphere.io', kind: 'Role', name: 'viewer' },
    });
    expect(bound.status).toBe(201);
    const api = await expect
      .poll(() => signedInApi(product.url, credentials).catch(() => undefined), PATIENCE)
      .toBeTruthy()
      .then(() => signedInApi(product.url, credentials));
    await expect
      .poll(
        async () =>
          (await (await api.request('GET', '/api/rights?cluster=host&namespace=shop')).text()).includes('"pods"'),
        PATIENCE,
      )
      .toBe(true);

    await using person = await browser.person({ ...product, api }, {});
    const { page } = await person.open('/clusters/host/projects/shop/pods');
    const refused: string[] = [];
    page.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    await page.reload();
    await page.getByRole('grid', { name: 'Pods' }).getByText(pod).waitFor(PATIENCE);
    await menuItem(page, 'Pods').waitFor();
    await menuItem(page, 'Config maps').waitFor();
    expect(await menuItem(page, 'Secrets').count()).toBe(0);
    await page.getByRole('link', { name: pod, exact: true }).click();
    for (const name of ['Events', 'Logs', 'YAML']) {
      await tab(page, name).click();
      await settled(page);
    }
    await page.goto('/');
    const card = page.getByRole('article', { name: 'Needs attention' });
    await card.getByRole('link', { name: /ImagePullBackOff.*checkout-/ }).click();
    await page.getByText(/The image .* cannot be pulled/).waitFor(PATIENCE);
    expect(refused).toEqual([]);
  });
});

describe('every page of it', () => {
  it.each([
    { theme: 'light' as const, locale: 'en' as const },
    { theme: 'dark' as const, locale: 'zh' as const, ...PHONE },
  ])(
    'is without a fault that axe knows, in $theme and $locale',
    async (options) => {
      const pod = await until('host', 'payments', 'fraud-scoring-', 'CrashLoopBackOff');
      for (const path of [
        '/',
        '/manage/clusters',
        '/clusters/host/pods',
        '/clusters/host/events',
        '/clusters/host/resources',
        `/clusters/host/pods/payments/${pod}`,
        `/clusters/host/pods/payments/${pod}?tab=logs`,
        `/clusters/host/pods/payments/${pod}?tab=related`,
        `/clusters/host/pods/payments/${pod}?tab=yaml`,
      ]) {
        await visit(
          path,
          async ({ page }) => {
            await page.getByRole('main').getByRole('heading').first().waitFor(PATIENCE);
            await settled(page);
            expect([path, ...(await accessibilityViolations(page))]).toEqual([path]);
          },
          options,
        );
      }
    },
    240_000,
  );
});
