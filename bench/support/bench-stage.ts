import { join } from 'node:path';
import { launchBrowser, type TestBrowser } from '../../e2e/support/browser.ts';
import { type Fixture, writeExtensions } from '../../e2e/support/fixture-extension.ts';
import { type Product, startProduct } from '../../e2e/support/product.ts';
import { temporaryFolder } from '../../e2e/support/temporary-folder.ts';

/** What benches measure against: the built product and a browser, both ended together. */
export class BenchStage implements AsyncDisposable {
  readonly browser: TestBrowser;
  readonly #resources: AsyncDisposableStack;

  private constructor(browser: TestBrowser, resources: AsyncDisposableStack) {
    this.browser = browser;
    this.#resources = resources;
  }

  static async start(): Promise<BenchStage> {
    const resources = new AsyncDisposableStack();
    return new BenchStage(resources.use(await launchBrowser()), resources);
  }

  /** A server that finds exactly these extensions, or with `undefined` those of the repository. */
  async product(fixtures: readonly Fixture[] | undefined): Promise<Product> {
    if (!fixtures) return this.#resources.use(await startProduct());
    const root = join(this.#resources.use(await temporaryFolder('luban-bench-')).path, 'extensions');
    await writeExtensions(root, fixtures);
    return this.#resources.use(await startProduct({ extensions: [root] }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#resources.disposeAsync();
  }
}
