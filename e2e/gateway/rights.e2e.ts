import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { signedInApi } from '../support/api.ts';
import { atOnceClock } from '../support/at-once.ts';
import type { Tab } from '../support/browser.ts';
import { component, page as pageModule } from '../support/fixture-code.ts';
import type { Fixture } from '../support/fixture-extension.ts';
import { stage } from '../support/stage.ts';

const PASSWORD = 'viewer-password-1';
const IAM = '/apis/iam.kubesphere.io/v1beta1';
/** From the answer to a change of roles to the pixels in the open tab. */
const atOnce = atOnceClock();

/** Asks by itself for what its page is about, as pages of extensions do. */
const listing = (resource: string, heading: string) =>
  component(
    `const [shown, setShown] = React.useState('…');
  const { project } = share('@luban/sdk').useShell();
  const mayDelete = share('@luban/sdk').useCan({ verb: 'delete', group: '', resource: ${JSON.stringify(resource)} });
  React.useEffect(() => {
    fetch('/api/v1/namespaces/' + project + '/${resource}').then((answer) => setShown('answered ' + answer.status));
  }, [project]);
  return h('section', null, h('h1', null, ${JSON.stringify(heading)}), h('p', null, shown), h('p', null, 'delete: ' + mayDelete));`,
  );

const vault: Fixture = {
  name: 'vault',
  modules: {
    './pods': listing('pods', 'Pods of the project'),
    './secrets': listing('secrets', 'Secrets of the project'),
    './nodes': pageModule('Nodes of the cluster'),
  },
  contributes: {
    routes: [
      {
        id: 'pods',
        mount: 'project',
        path: 'vault-pods',
        title: 'Pods',
        component: { $ref: './pods#default' },
        when: "can('list', 'pods')",
      },
      {
        id: 'secrets',
        mount: 'project',
        path: 'vault-secrets',
        title: 'Secrets',
        component: { $ref: './secrets#default' },
        when: "can('list', 'secrets')",
      },
      {
        id: 'nodes',
        mount: 'cluster',
        path: 'vault-nodes',
        title: 'Nodes',
        component: { $ref: './nodes#default' },
        when: "can('list', 'nodes')",
      },
    ],
    menus: [
      { slot: 'project', id: 'pods', title: 'Vault pods', route: 'pods' },
      { slot: 'project', id: 'secrets', title: 'Vault secrets', route: 'secrets' },
      { slot: 'cluster', id: 'nodes', title: 'Vault nodes', route: 'nodes' },
      {
        slot: 'project',
        id: 'tides',
        title: 'Vault tides',
        href: 'https://tides.acme.example/',
        when: "hasResource('harbour.example/v1/Tide')",
      },
    ],
  },
};

const menuItem = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

describe('somebody who may only view one project', () => {
  const here = stage({ extensions: () => [vault] });
  const create = async (path: string, object: object) => {
    const response = await here.product.api.request('POST', path, object);
    expect([path, response.status]).toEqual([path, 201]);
  };
  const bindingOf = (role: string, user: string) => ({
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'RoleBinding',
    metadata: { name: `${user}-${role}`, namespace: 'shop' },
    subjects: [{ kind: 'User', name: user }],
    roleRef: { apiGroup: 'iam.kubesphere.io', kind: 'Role', name: role },
  });
  const bind = (role: string, user: string) => create(`${IAM}/namespaces/shop/rolebindings`, bindingOf(role, user));
  const unbind = async (role: string, user: string) => {
    const { status } = await here.product.api.request('DELETE', `${IAM}/namespaces/shop/rolebindings/${user}-${role}`);
    expect(status).toBe(200);
  };
  /** A person with an account of their own, as a viewer of the project. */
  const viewer = async () => {
    const name = `viewer-${randomUUID().slice(0, 8)}`;
    await create(`${IAM}/users`, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'User',
      metadata: { name },
      spec: { email: `${name}@acme.example`, password: PASSWORD },
    });
    await bind('viewer', name);
    const signedIn = await expect
      .poll(() => signedInApi(here.product.url, { username: name, password: PASSWORD }).catch(() => undefined))
      .toBeTruthy()
      .then(() => signedInApi(here.product.url, { username: name, password: PASSWORD }));
    const rights = '/api/rights?cluster=host&namespace=shop';
    await expect.poll(async () => (await (await signedIn.request('GET', rights)).text()).includes('"pods"')).toBe(true);
    return { name, api: signedIn };
  };
  /** Visits as that person; no request of theirs may be refused. */
  const visit = async (path: string, who: Awaited<ReturnType<typeof viewer>>, visit: (tab: Tab) => Promise<void>) => {
    await using person = await here.browser.person({ ...here.product, api: who.api });
    const refused: string[] = [];
    person.context.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    await visit(await person.open(path));
    expect(refused).toEqual([]);
  };

  beforeAll(async () => {
    await create('/apis/tenant.kubesphere.io/v1beta1/workspaces', {
      apiVersion: 'tenant.kubesphere.io/v1beta1',
      kind: 'Workspace',
      metadata: { name: 'team' },
      spec: {},
    });
    const labels = { 'kubesphere.io/workspace': 'team' };
    await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
    await create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'blog', labels } });
    const roles = async () => (await here.product.api.request('GET', `${IAM}/namespaces/shop/roles/viewer`)).status;
    await vi.waitFor(async () => expect(await roles()).toBe(200), { timeout: 60_000, interval: 100 });
  });

  it('sees no menu of secrets, opens what there is, and is refused nothing', async () => {
    const who = await viewer();
    await visit('/clusters/host/projects/shop/vault-pods', who, async ({ page }) => {
      await page.getByText('answered 200').waitFor();
      await page.getByText('delete: false').waitFor();
      await menuItem(page, 'Vault pods').waitFor();
      expect(await menuItem(page, 'Vault secrets').count()).toBe(0);
      expect(await menuItem(page, 'Vault tides').count()).toBe(0);
      expect(await page.getByText('Vault nodes').count()).toBe(0);
    });
  });

  it('is told at the address of a page which right is missing, and none of its code runs', async () => {
    const who = await viewer();
    await visit('/clusters/host/projects/shop/vault-secrets', who, async ({ page, watch }) => {
      const main = page.getByRole('main');
      await main.getByText(`${who.name} may not list secrets in shop.`).waitFor();
      await main.getByText('Ask an administrator of the project').waitFor();
      await page.goto('/clusters/host/vault-nodes');
      await main.getByText(`${who.name} may not list nodes in host.`).waitFor();
      expect(watch.requests().filter((path) => path.startsWith('/ext/') || path.startsWith('/api/v1'))).toEqual([]);
    });
  });

  it('has menus in the open tab within a second of a role, and loses them as fast', async () => {
    const who = await viewer();
    await visit('/clusters/host/projects/shop/vault-pods', who, async ({ page, watch }) => {
      await page.getByText('delete: false').waitFor();
      await bind('operator', who.name);
      await atOnce((within) => menuItem(page, 'Vault secrets').waitFor(within));
      await atOnce((within) => page.getByText('delete: true').waitFor(within));
      await menuItem(page, 'Vault secrets').click();
      await page.getByText('answered 200').waitFor();
      await unbind('operator', who.name);
      await atOnce((within) => menuItem(page, 'Vault secrets').waitFor({ state: 'detached', ...within }));
      const told = page.getByRole('main').getByText(`${who.name} may not list secrets in shop.`);
      await atOnce((within) => told.waitFor(within));
      expect(watch.navigations()).toBe(1);
    });
  });

  it('finds the one project from the home page, and no other place in the switcher', async () => {
    const who = await viewer();
    await visit('/', who, async ({ page }) => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Project', exact: true }).click();
      await page.getByText('answered 200').waitFor();
      await page.getByRole('button', { name: /Switch place/ }).click();
      const places = page.getByRole('dialog', { name: 'Switch place' });
      await places.getByRole('option', { name: /shop/ }).waitFor();
      await places.getByRole('option', { name: /team/ }).waitFor({ state: 'detached' });
      expect(await places.getByRole('option', { name: /blog|default|kube-system/ }).count()).toBe(0);
    });
  });

  it('sees a menu as soon as the kind that it is about is served', async () => {
    const who = await viewer();
    await visit('/clusters/host/projects/shop/vault-pods', who, async ({ page }) => {
      await page.getByText('answered 200').waitFor();
      await create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'tides.harbour.example' },
        spec: {
          group: 'harbour.example',
          scope: 'Namespaced',
          names: { kind: 'Tide', plural: 'tides', singular: 'tide', listKind: 'TideList' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
        },
      });
      await atOnce((within) => menuItem(page, 'Vault tides').waitFor(within));
    });
  });
});

describe('the extensions of the product', () => {
  const here = stage({ extensions: 'builtin' });

  it('ask for nothing that a viewer of one project may not have', { timeout: 120_000 }, async () => {
    const { api, url } = here.product;
    const post = async (path: string, object: object) =>
      expect((await api.request('POST', path, object)).status).toBe(201);
    await post(`${IAM}/users`, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'User',
      metadata: { name: 'vera' },
      spec: { email: 'vera@acme.example', password: PASSWORD },
    });
    const labels = { 'kubesphere.io/workspace': 'team' };
    await post('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });
    await expect.poll(async () => (await api.request('GET', `${IAM}/namespaces/shop/roles/viewer`)).status).toBe(200);
    await post(`${IAM}/namespaces/shop/rolebindings`, {
      apiVersion: 'iam.kubesphere.io/v1beta1',
      kind: 'RoleBinding',
      metadata: { name: 'vera', namespace: 'shop' },
      subjects: [{ kind: 'User', name: 'vera' }],
      roleRef: { apiGroup: 'iam.kubesphere.io', kind: 'Role', name: 'viewer' },
    });
    const credentials = { username: 'vera', password: PASSWORD };
    await expect
      .poll(() =>
        signedInApi(url, credentials).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const vera = await signedInApi(url, credentials);
    await expect
      .poll(async () =>
        (await (await vera.request('GET', '/api/rights?cluster=host&namespace=shop')).text()).includes('"pods"'),
      )
      .toBe(true);

    await using person = await here.browser.person({ ...here.product, api: vera });
    const refused: string[] = [];
    person.context.on('response', (response) => {
      if (response.status() === 403) refused.push(response.url());
    });
    const { page } = await person.open('/');
    const navigation = page.getByRole('navigation', { name: 'Main' });
    await navigation.waitFor();
    await page.goto('/clusters/host/projects/shop/pods');
    await page.getByRole('heading', { name: 'Pods' }).first().waitFor();
    for (const group of await navigation.getByRole('button', { expanded: false }).all()) await group.click();
    expect(await navigation.getByRole('link', { name: 'Secrets', exact: true }).count()).toBe(0);
    expect(await navigation.getByRole('link', { name: 'Pods', exact: true }).count()).toBe(1);
    const links = await navigation.getByRole('link').all();
    const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
    for (const path of new Set([...paths, '/no/such/page'])) {
      if (path?.startsWith('/') !== true) continue;
      await page.goto(path);
      await navigation.waitFor();
      await page.waitForLoadState('networkidle');
    }
    expect(refused).toEqual([]);
  });
});

it('all of that shows within a second', () => atOnce.proven());
