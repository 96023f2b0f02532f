import { existsSync } from 'node:fs';
import type { ExtensionManifest } from '@luban/manifest';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADAPTERS, type BuiltFixture } from './build-fixture.ts';
import { buildHost } from './build-host.ts';
import type { Host } from './host/main.ts';
import { type PageServer, servePages } from './page-server.ts';

declare global {
  interface Window {
    host: Host;
    tampered?: boolean;
  }
}

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** What every container has to do in Chromium, below the console's content security policy. */
export function checkInBrowser(built: ReadonlyMap<string, BuiltFixture>): void {
  describe.skipIf(!existsSync(executablePath))('in a browser', () => {
    let browser: Browser;
    let server: PageServer;

    beforeAll(async () => {
      const folders: Record<string, string> = { host: await buildHost() };
      for (const [adapter, { folder }] of built) folders[adapter] = folder;
      [browser, server] = await Promise.all([chromium.launch({ executablePath, args }), servePages(folders)]);
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      await server?.[Symbol.asyncDispose]();
    });

    async function open(): Promise<Page> {
      const page = await browser.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(server.origin);
      await page.waitForFunction(() => 'host' in window);
      return page;
    }

    describe.each(ADAPTERS)('an extension built by %s', { timeout: 60_000 }, (adapter) => {
      const manifest = () => built.get(adapter)!.manifest;

      test('is shown with the page’s own React, styled by the lists, and injects nothing', async () => {
        const page = await open();
        const before = await page.evaluate(() => Object.keys(window).length);
        const result = await page.evaluate(
          async ({ base, manifest }: { base: string; manifest: ExtensionManifest }) => {
            const { host } = window;
            host.protect(base, manifest.remote?.integrity ?? {});
            const overview = await host.load(base, manifest, './pages/Overview');
            host.show(manifest.name, overview.default);
            const { useState } = overview.hooks as { useState: unknown };
            return { sameReact: useState === host.React.useState };
          },
          { base: `/${adapter}/`, manifest: manifest() },
        );
        expect(result.sameReact).toBe(true);
        await page.getByText('Fetched on need').waitFor();
        await page.getByRole('button').click();
        await page.getByText('42 items, SDK 0.1.0').waitFor();

        const seen = await page.evaluate(() => {
          const title = getComputedStyle(document.querySelector('.title')!);
          return {
            title: [title.color, title.paddingLeft, title.animationName],
            lazy: getComputedStyle(document.querySelector('.details')!).color,
            image: document.querySelector<HTMLImageElement>('.mark')!.naturalWidth,
            sheets: [...document.querySelectorAll('link, style')].map((node) => node.getAttribute('href')),
            violations: window.host.violations,
            failures: window.host.failures,
            globals: Object.keys(window).length,
          };
        });
        expect(seen).toMatchObject({
          title: ['rgb(1, 2, 3)', '7px', 'ext-conformance-conformance-in'],
          lazy: 'rgb(4, 5, 6)',
          image: 64,
          violations: [],
          failures: [],
        });
        expect(seen.sheets).toEqual(
          manifest().remote.modules['./pages/Overview']!.css.map((file) => `/${adapter}/${file}`),
        );
        if (adapter === 'vite') expect(seen.globals).toBe(before);
        await page.close();
      });

      test('gives out its other modules, a named export among them', async () => {
        const page = await open();
        const answer = await page.evaluate(
          async ({ base, manifest }: { base: string; manifest: ExtensionManifest }) => {
            const { host } = window;
            host.protect(base, manifest.remote?.integrity ?? {});
            const [cards, refresh] = await Promise.all([
              host.load(base, manifest, './cards/cards'),
              host.load(base, manifest, './commands/refresh'),
            ]);
            host.show(manifest.name, cards.PodsCard);
            return (refresh.default as () => string)();
          },
          { base: `/${adapter}/`, manifest: manifest() },
        );
        expect(answer).toBe('refreshed');
        await page.getByText('7 items, SDK 0.1.0').waitFor();
        await page.close();
      });

      test('does not run with one changed byte in any of its files', async () => {
        const files = Object.keys(manifest().remote.integrity).filter((file) => /\.(js|css)$/.test(file));
        const page = await open();
        const blocked = await page.evaluate(runTampered, { adapter, manifest: manifest(), files, protect: true });
        const harmless = Object.fromEntries(files.map((file) => [file, { evaluated: false, whole: false }]));
        expect(blocked).toEqual(harmless);
        // Without integrity the change does harm: the assertion above can fail.
        const { entry } = manifest().remote;
        const unprotected = await page.evaluate(runTampered, {
          adapter,
          manifest: manifest(),
          files: [entry],
          protect: false,
        });
        expect(unprotected).toEqual({ [entry]: { evaluated: true, whole: true } });
        await page.close();
      }, 60_000);
    });
  });
}

interface TamperedRun {
  adapter: string;
  manifest: ExtensionManifest;
  files: string[];
  protect: boolean;
}

/**
 * Runs in the page: for each file, loads everything in a frame of its own while that file is changed on its way. Was the
 * change evaluated, and did the page become whole?
 */
async function runTampered({ adapter, manifest, files, protect }: TamperedRun) {
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const outcomes: Record<string, { evaluated: boolean; whole: boolean }> = {};
  const run = async (file: string) => {
    const frame = document.createElement('iframe');
    frame.src = '/';
    document.body.append(frame);
    const view = frame.contentWindow as Window;
    while (!view.host) await wait(5);
    const { host, document: inner } = view;
    const base = `/tampered/${encodeURIComponent(file)}/${adapter}/`;
    if (protect) host.protect(base, manifest.remote?.integrity ?? {});
    const load = (name: string) => host.load(base, manifest, name).catch(() => undefined);
    const modules = [await load('./pages/Overview'), await load('./cards/cards'), await load('./commands/refresh')];
    if (modules[0]) host.show(manifest.name, modules[0].default);
    const text = () => inner.body.textContent ?? '';
    while (modules[0] && !/Fetched on need|failed/.test(text())) await wait(5);
    const styled = getComputedStyle(inner.body).getPropertyValue('--tampered') !== '';
    outcomes[file] = {
      evaluated: 'tampered' in view || styled,
      whole: /Fetched on need/.test(text()) && modules.every(Boolean),
    };
    frame.remove();
  };
  const queue = [...files];
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await run(file);
  };
  await Promise.all([worker(), worker(), worker()]);
  return outcomes;
}
