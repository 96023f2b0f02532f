/** Chromium, one per spec file; a fresh context (cookies, storage, cache) for each person. */
import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { instrumentation } from './instrumentation.ts';
import { type PageWatch, watchPage } from './page-watch.ts';
import type { Product } from './product.ts';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--js-flags=--expose-gc',
];

export interface TestBrowser extends AsyncDisposable {
  /** A person with a browser profile of their own. Ending it fails when one of their tabs had an unexpected problem. */
  person(product: Product, options?: PersonOptions): Promise<Person>;
  /** Somebody who knows nothing but an address. */
  newcomer(url: string): Promise<Person>;
}

export interface PersonOptions {
  /** Default: true; the administrator, without going through the sign-in page. */
  signedIn?: boolean;
  theme?: 'light' | 'dark';
  locale?: 'en' | 'zh';
  viewport?: { width: number; height: number };
  /** Count timers and listeners from the page's first script on, see `snapshot.ts`. Default: false. */
  instrumented?: boolean;
}

export interface Person extends AsyncDisposable {
  readonly context: BrowserContext;
  /** Opens a path of the product in a new tab. */
  open(path: string): Promise<Tab>;
}

export interface Tab {
  readonly page: Page;
  readonly watch: PageWatch;
}

export async function launchBrowser(): Promise<TestBrowser> {
  const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
  if (!executablePath) throw new Error('No Chromium found. Set CHROMIUM_PATH to one.');
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  return {
    async person(product, options = {}) {
      const { viewport = { width: 1440, height: 900 }, theme = 'light', locale = 'en' } = options;
      const context = await browser.newContext({ viewport, colorScheme: theme, locale, baseURL: product.url });
      if (options.signedIn !== false) await context.addCookies(cookiesOf(product));
      if (options.instrumented) await context.addInitScript(instrumentation);
      return personOf(context);
    },
    async newcomer(url) {
      return personOf(await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', baseURL: url }));
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

function personOf(context: BrowserContext): Person {
  const watches: PageWatch[] = [];
  return {
    context,
    async open(path) {
      const page = await context.newPage();
      const watch = await watchPage(page);
      watches.push(watch);
      await page.goto(path, { waitUntil: 'domcontentloaded' });
      return { page, watch };
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      for (const watch of watches) watch.assertQuiet();
    },
  };
}

function cookiesOf(product: Product) {
  return product.api.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: product.url };
  });
}
