/** Lists that follow the cluster, in a browser, with an extension that does nothing but show them. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { writeExtensions } from '../support/fixture-extension.ts';
import { liveList } from '../support/live-list-fixture.ts';
import { type Product, startProduct } from '../support/product.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PODS = '/clusters/host/api/v1/namespaces/default/pods';
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 50 });

const resources = new AsyncDisposableStack();
let folder: string;
let product: Product;
let browser: TestBrowser;

/** @param port the one that open tabs know */
const start = (port?: number) =>
  startProduct({ dataDir: join(folder, 'data'), extensions: [join(folder, 'extensions')], port });

beforeAll(async () => {
  folder = resources.use(await temporaryFolder()).path;
  await writeExtensions(join(folder, 'extensions'), [liveList]);
  [product, browser] = await Promise.all([start(), launchBrowser()]);
  resources.use(browser);
  resources.defer(() => product[Symbol.asyncDispose]());
});
afterAll(() => resources.disposeAsync());

const pod = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'web', image: 'example.com/web:1' }] },
});

async function make(name: string, labels?: Record<string, string>): Promise<void> {
  const response = await product.api.request('POST', PODS, pod(name, labels));
  expect(response.status).toBe(201);
}

async function remove(name: string): Promise<void> {
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 };
  expect((await product.api.request('DELETE', `${PODS}/${name}`, body)).status).toBe(200);
}

const said = (page: Page, label: string) => page.getByLabel(label, { exact: true }).textContent();
const names = (page: Page) => page.locator('tr td:first-child').allTextContents();
const shows = (page: Page, expected: string[]) => until(async () => expect(await names(page)).toEqual(expected));

describe('a live list', () => {
  it('follows what others do, sorts and searches, and opens one connection for everything', async () => {
    for (const name of ['web-2', 'web-10', 'api-1']) await make(name, { app: name.split('-')[0]! });
    await using person = await browser.person(product);
    // A page without lists, so that all connections of the one with them are seen.
    const { page } = await person.open('/');
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname));
    await page.goto('/live-list?namespace=default');
    await shows(page, ['api-1', 'web-2', 'web-10']);
    expect(await said(page, 'Status')).toBe('ready');
    await make('cache-1');
    await shows(page, ['api-1', 'cache-1', 'web-2', 'web-10']);
    await remove('api-1');
    await shows(page, ['cache-1', 'web-2', 'web-10']);
    await page.getByRole('button', { name: 'Turn' }).click();
    await shows(page, ['web-10', 'web-2', 'cache-1']);
    await page.getByLabel('Search').fill('w app=web name:web');
    await shows(page, ['web-10', 'web-2']);

    // The keyboard's place, and the object there, stay when others come before it.
    await page.locator('table').press('ArrowDown');
    await page.locator('table').press('ArrowDown');
    await until(async () => expect(await said(page, 'Phase')).toMatch(/^(Pending|Running)$/));
    await make('web-30', { app: 'web' });
    await shows(page, ['web-30', 'web-10', 'web-2']);
    expect(await page.locator('tr[aria-selected="true"] td:first-child').textContent()).toBe('web-2');
    expect(sockets).toEqual(['/api/live']);
  });

  it('says that it is stale while the server is away, and goes on by itself', async () => {
    await using person = await browser.person(product);
    const { page, watch } = await person.open('/live-list?namespace=default');
    watch.expect(/api\/live|ERR_CONNECTION_REFUSED|api\/index\/events|WebSocket/);
    await until(async () => expect(await said(page, 'Status')).toBe('ready'));
    const before = await names(page);
    const port = Number(new URL(product.url).port);
    await product[Symbol.asyncDispose]();
    await until(async () => expect(await said(page, 'Status')).toBe('stale'));
    expect([await said(page, 'Problem'), await names(page)]).toEqual(['LB5510', before]);
    product = await start(port);
    await make('after-restart');
    await until(async () => expect(await said(page, 'Status')).toBe('ready'));
    await until(async () => expect(await names(page)).toContain('after-restart'));
    expect(watch.navigations()).toBe(1);
  });

  it('closes what it followed when its extension is disabled', async () => {
    await using person = await browser.person(product);
    const { page } = await person.open('/live-list?namespace=default');
    const frames: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(String(payload))));
    await page.reload();
    await until(async () => expect(await said(page, 'Status')).toBe('ready'));
    await product.api.disable('live-list');
    await until(async () => expect(frames.some((frame) => frame.includes('"unsubscribe"'))).toBe(true));
    await product.api.enable('live-list');
    await until(async () => expect(await said(page, 'Status')).toBe('ready'));
  });
});
