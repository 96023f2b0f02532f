/** A product beside a repository of Helm charts with a password, and a browser: for tests of the Marketplace. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { testPackage } from '../../packages/extension-package/src/testing.ts';
import { launchBrowser, type PersonOptions, type Tab, type TestBrowser } from './browser.ts';
import { type DockerRegistry, startDockerRegistry } from './docker-registry.ts';
import { type HelmRepository, startHelmRepository } from './helm-repository.ts';
import { type Product, startProduct } from './product.ts';
import { chartPackages } from './test-charts.ts';

export const PILOT = { username: 'pilot', password: 's3cret-of-pilot' };

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="40"><path d="M0 20h64v20H0z"/></svg>';

/** A package with everything that a page can show; its second version fits no platform. */
export const TIDES = {
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

export interface CatalogueStage {
  readonly product: Product;
  readonly browser: TestBrowser;
  /** Has the published packages, one of the tests' own in two versions, and one that cannot be fetched. */
  readonly repository: HelmRepository;
  readonly registry: DockerRegistry;
  /** Names of the published packages that this machine has. */
  readonly published: readonly string[];
  /** Opens a path as a person of its own, and fails when the tab had an unexpected problem. */
  visit(path: string, run: (tab: Tab) => Promise<void>, options?: PersonOptions): Promise<void>;
}

/** To be called at the top of a spec file. `added`: the repository is there from the start, as `stable`. */
export function catalogueStage({ added = false } = {}): CatalogueStage {
  const resources = new AsyncDisposableStack();
  let standing: Omit<CatalogueStage, 'visit'> | undefined;
  const get = () => {
    if (!standing) throw new Error('The stage stands only while tests run');
    return standing;
  };

  beforeAll(async () => {
    const repository = resources.use(await startHelmRepository({ credentials: PILOT }));
    const charts = await chartPackages();
    for (const { file } of charts) await repository.add(file);
    await repository.add(testPackage({ ...TIDES, version: '1.0.0' }));
    const metadata = { ...TIDES.metadata, kubeVersion: '>=9.0.0' };
    await repository.add(testPackage({ ...TIDES, version: '2.0.0', metadata }));
    repository.addBroken('ghost', '1.0.0');
    const registry = resources.use(await startDockerRegistry({ users: true }));
    const hosts = [repository.host, registry.host].join();
    const product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: hosts } }));
    const browser = resources.use(await launchBrowser());
    standing = { product, browser, repository, registry, published: charts.map(({ name }) => name) };
    if (added) await addRepository(product, repository.url, [TIDES.name, ...standing.published]);
  });
  afterAll(() => resources.disposeAsync());

  return {
    get product() {
      return get().product;
    },
    get browser() {
      return get().browser;
    },
    get repository() {
      return get().repository;
    },
    get registry() {
      return get().registry;
    },
    get published() {
      return get().published;
    },
    async visit(path, run, options) {
      await using person = await get().browser.person(get().product, options);
      await run(await person.open(path));
    },
  };
}

/** Adds it as kubectl does, and waits until its extensions are there. */
async function addRepository({ api }: Product, url: string, names: readonly string[]): Promise<void> {
  const response = await api.request('POST', '/apis/kubesphere.io/v1alpha1/repositories', {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'stable' },
    spec: { url, basicAuth: PILOT },
  });
  expect(response.status, await response.clone().text()).toBe(201);
  for (const name of names) {
    const isThere = async () => expect((await api.request('GET', `/api/center/extensions/${name}`)).status).toBe(200);
    await vi.waitFor(isThere, { timeout: 60_000, interval: 200 });
  }
}

/** The card of an extension in the Marketplace. */
export const card = (page: Page, name: string): Locator =>
  page
    .getByRole('list', { name: /^(Extensions|扩展)$/ })
    .getByRole('listitem')
    .filter({ has: page.locator(`a[href$="/extensions/marketplace/${name}"]`) });

/** The row of a repository. */
export const row = (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name });
