/**
 * Time to the content of an extension that nobody used before, over a network with 80 ms latency.
 *
 * Method: two built examples are installed, `react-vite`, which the value is of, and `react-rspack`, which brings the stock
 * federation run time along. Chromium adds 80 ms to every request (DevTools network conditions), with a new browser
 * profile for each run. The page rests for 2 s, then the link to the extension is activated without a pointer or focus
 * resting on it before, so that nothing was fetched on intent. The clock runs in the page, from the click to the first
 * frame in which the page's heading is in the document. The index lists every file, so all of them are requested at
 * once: one round trip is in the value. The details also give a click after the pointer rested on the link for 300 ms,
 * and the deep link: from the last byte of the document to the content.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { BenchStage } from './support/bench-stage.ts';
import { builtExample } from './support/built-example.ts';
import { median, report, spread } from './support/report.ts';

const LATENCY = 80;
const RUNS = 9;

await using stage = await BenchStage.start();
const product = await stage.product([]);
const thin = await install('react-vite');
const stock = await install('react-rspack');

const times = { click: [] as number[], stock: [] as number[], intent: [] as number[], deepLink: [] as number[] };
for (let run = 0; run < RUNS; run += 1) {
  times.click.push(await visit(thin, '/', (page) => follow(page, thin, false)));
  times.stock.push(await visit(stock, '/', (page) => follow(page, stock, false)));
  times.intent.push(await visit(thin, '/', (page) => follow(page, thin, true)));
  times.deepLink.push(await visit(thin, thin.path, deepLink));
}
report({
  name: 'first activation with files listed, 80 ms latency',
  budget: 120,
  value: median(times.click),
  unit: 'ms',
  details: {
    click: spread(times.click),
    clickWithStockRunTime: spread(times.stock),
    clickAfterIntent: spread(times.intent),
    deepLinkAfterDocument: spread(times.deepLink),
  },
});

interface Subject {
  name: string;
  path: string;
}

async function install(example: string): Promise<Subject> {
  const { manifest, pack } = await builtExample(example);
  await product.api.install(await pack(manifest.name, manifest.version));
  return { name: manifest.name, path: `/${manifest.contributes.routes?.[0]?.path}` };
}

async function visit(subject: Subject, at: string, measure: (page: Page) => Promise<number>): Promise<number> {
  await using person = await stage.browser.person(product);
  await person.context.addInitScript(recordContent, subject.name);
  const { page } = await person.open('about:blank');
  const session = await person.context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.goto(product.url + at, { waitUntil: 'domcontentloaded' });
  return await measure(page);
}

async function follow(page: Page, { path }: Subject, intent: boolean): Promise<number> {
  const link = page.getByRole('navigation', { name: 'Main' }).locator(`a[href="${path}"]`);
  await link.waitFor();
  await sleep(2_000);
  if (intent) {
    await link.hover();
    await sleep(300);
  }
  const clickedAt = await link.evaluate((element: HTMLElement) => {
    const now = performance.now();
    element.click();
    return now;
  });
  return (await contentAt(page)) - clickedAt;
}

async function deepLink(page: Page): Promise<number> {
  const content = await contentAt(page);
  return page.evaluate((at) => {
    const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return at - (document?.responseEnd ?? 0);
  }, content);
}

async function contentAt(page: Page): Promise<number> {
  await page.waitForFunction(() => 'contentAt' in globalThis);
  return page.evaluate(() => (globalThis as unknown as { contentAt: number }).contentAt);
}

/** Runs in the page: notes the first frame with a heading of the extension's page. */
function recordContent(extension: string): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(`main [data-ext="${extension}"] h1`)) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      (globalThis as unknown as { contentAt: number }).contentAt = performance.now();
    });
  });
  observer.observe(document, { subtree: true, childList: true });
}
