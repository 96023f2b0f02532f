import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { page as pageSource } from './support/fixture-code.ts';
import type { Fixture } from './support/fixture-extension.ts';
import { packExtension } from './support/fixture-package.ts';
import { profile } from './support/memory.ts';
import { stage } from './support/stage.ts';

const twoPages = (version: string): Fixture => ({
  name: 'two-pages',
  version,
  modules: { './first': pageSource(`First page ${version}`), './second': pageSource(`Second page ${version}`) },
  styles: { './first': 'h1 { color: rgb(1, 2, 3); }' },
  contributes: {
    routes: ['first', 'second'].map((id) => ({
      id,
      mount: 'root' as const,
      path: `two-pages/${id}`,
      title: `The ${id} page`,
      component: { $ref: `./${id}#default` },
    })),
    menus: ['first', 'second'].map((id) => ({ slot: 'global', id, title: `Go to ${id}`, route: id })),
  },
});

describe('a tab that has been open for long', () => {
  const here = stage();

  it('that missed an upgrade still gets every file of the version it has', async () => {
    await here.product.api.install(await packExtension(twoPages('1.0.0')));
    await here.visit('/login', async ({ page }) => {
      await page.route('**/api/index/events*', (route) => route.fulfill({ status: 204 }));
      await page.goto('/two-pages/first', { waitUntil: 'domcontentloaded' });
      await page.getByRole('heading', { name: 'First page 1.0.0' }).waitFor();
      await here.product.api.install(await packExtension(twoPages('2.0.0')));
      await here.product.api.use('two-pages', '2.0.0');
      await page.getByRole('link', { name: 'Go to second' }).click();
      await page.getByRole('heading', { name: 'Second page 1.0.0' }).waitFor();
    });
    await here.visit('/two-pages/second', async ({ page }) => {
      await page.getByRole('heading', { name: 'Second page 2.0.0' }).waitFor();
    });
  });

  it('finds versioned files that never change, compressed', async () => {
    const response = await here.product.api.request('GET', '/ext/two-pages/1.0.0/entry.js');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toMatch(/immutable/);
    expect(response.headers.get('etag')).toBeTruthy();
  });

  it('needs no chain of requests for a page that is opened by its address', async () => {
    await here.visit('/login', async ({ page }) => {
      const initiators = await initiatorsOfExtensionFiles(page, '/two-pages/first');
      expect(Object.keys(initiators).sort()).toEqual(['entry.js', 'first.css', 'first.js']);
      expect(new Set(Object.values(initiators))).toEqual(new Set(['parser']));
    });
  });
});

/** Who asked for each file: `parser` means the page's own markup, so that no file waited for another one. */
async function initiatorsOfExtensionFiles(page: Page, path: string): Promise<Record<string, string>> {
  const { session } = await profile(page);
  const initiators: Record<string, string> = {};
  await session.send('Network.enable');
  session.on('Network.requestWillBeSent', ({ request, initiator }) => {
    const file = /\/ext\/[^/]+\/[^/]+\/(.+)$/.exec(new URL(request.url).pathname)?.[1];
    if (file !== undefined) initiators[file] ??= initiator.type;
  });
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  await page.getByRole('heading', { name: 'First page' }).waitFor();
  return initiators;
}
