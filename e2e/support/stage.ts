/** What a spec file needs: one server with its extensions and one browser, for all its tests. */
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, type PersonOptions, type Tab, type TestBrowser } from './browser.ts';
import { type Fixture, writeExtension, writeExtensions } from './fixture-extension.ts';
import { type Product, startProduct } from './product.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface StageOptions {
  /** Extensions to be found at start. Default: none. `builtin`: those of the repository. */
  extensions?: 'builtin' | (() => Fixture[] | Promise<Fixture[]>);
}

export interface Stage {
  readonly product: Product;
  readonly browser: TestBrowser;
  /** Writes an extension into a folder outside the watched ones, to be installed by `product.api`. */
  write(fixture: Fixture): Promise<string>;
  /** Opens a path as a person of its own, runs the visit, and fails when the tab had an unexpected problem. */
  visit(path: string, visit: (tab: Tab) => Promise<void>, options?: PersonOptions): Promise<void>;
}

/** To be called at the top of a spec file; the stage stands from the first test on. */
export function stage({ extensions = () => [] }: StageOptions = {}): Stage {
  const resources = new AsyncDisposableStack();
  let standing: { product: Product; browser: TestBrowser; workshop: string } | undefined;
  const get = () => {
    if (!standing) throw new Error('The stage stands only while tests run');
    return standing;
  };

  beforeAll(async () => {
    const folder = resources.use(await temporaryFolder()).path;
    const root = join(folder, 'extensions');
    if (extensions !== 'builtin') await writeExtensions(root, await extensions());
    const product = resources.use(await startProduct(extensions === 'builtin' ? {} : { extensions: [root] }));
    const browser = resources.use(await launchBrowser());
    standing = { product, browser, workshop: join(folder, 'workshop') };
  });
  afterAll(() => resources.disposeAsync());

  return {
    get product() {
      return get().product;
    },
    get browser() {
      return get().browser;
    },
    write: (fixture) => writeExtension(get().workshop, fixture, `${fixture.name}-${fixture.version ?? '1.0.0'}`),
    async visit(path, visit, options) {
      await using person = await get().browser.person(get().product, options);
      await visit(await person.open(path));
    },
  };
}
