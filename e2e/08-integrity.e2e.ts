import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtensionManifest } from '@luban/manifest';
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { component } from './support/fixture-code.ts';
import { type Fixture, fixtureFiles } from './support/fixture-extension.ts';
import { problemPanels } from './support/problem-panel.ts';
import { REPOSITORY } from './support/product.ts';
import { stage } from './support/stage.ts';

/** Every script marks the page when it runs; the marks stay valid JavaScript when their first letter changes. */
const marked: Fixture = {
  name: 'marked',
  modules: {
    './page': component(
      `return h('h1', null, 'Marked page');`,
      `import { deep } from './deep.js';\nglobalThis.Ran_page = deep;`,
    ),
  },
  entry: undefined,
  files: { 'deep.js': `globalThis.Ran_deep = true;\nexport const deep = true;\n` },
  chunks: { './page': ['deep.js'] },
  styles: { './page': 'h1 { color: rgb(1, 2, 3); }' },
  contributes: {
    routes: [{ id: 'page', mount: 'root', path: 'marked', title: 'Marked', component: { $ref: './page#default' } }],
    menus: [{ slot: 'global', id: 'marked', title: 'Go to marked', route: 'page' }],
  },
};

const here = stage({ extensions: () => [marked, { ...marked, name: 'home', contributes: {} }] });

describe('one flipped byte', () => {
  const files = Object.keys(fixtureFiles(marked)).filter((path) => /\.(js|css)$/.test(path));

  for (const file of files.map((path) => path.replace('ui/', ''))) {
    for (const arrival of ['after a click', 'by its address'] as const) {
      it(`in ${file} of an extension that is opened ${arrival} is never executed, and explained`, async () => {
        await here.visit('/', async ({ page, watch }) => {
          watch.expect(/integrity|Failed to load resource|Failed to fetch/i);
          await page.route(new RegExp(`/ext/marked/.*${file}$`), flipOneByte);
          if (arrival === 'by its address') await page.goto('/marked', { waitUntil: 'domcontentloaded' });
          else await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Go to marked' }).click();
          await problemPanels(page.getByRole('main'), file.endsWith('.css') ? /LB3015|LB3011/ : /LB3011/).waitFor();
          expect(await marksOf(page)).not.toContain(`Ran_${file.replace('.js', '')}`);
          expect(await colorOfHeading(page)).not.toBe('rgb(1, 2, 3)');
        });
      });
    }
  }
});

describe('one flipped byte in a file that a bundler made', () => {
  const bundled = stage({ extensions: 'builtin' });
  const example = 'react-vite';

  it('is never executed, and explained, whichever file it is', async () => {
    const folder = join(REPOSITORY, 'examples', example, 'ui');
    const manifest = JSON.parse(await readFile(join(folder, 'extension.json'), 'utf8')) as ExtensionManifest;
    const [route] = manifest.contributes.routes ?? [];
    const module = manifest.remote?.modules[route?.component.$ref.split('#')[0] ?? ''];
    const files = [...(module?.js ?? []), ...(module?.css ?? [])];
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      await bundled.visit(`/${route?.path}`, async ({ page, watch }) => {
        watch.expect(/integrity|Failed to load resource|Failed to fetch/i);
        await page.route(new RegExp(`/ext/${manifest.name}/.*${file.replaceAll('.', '\\.')}$`), flipOneByte);
        await page.reload({ waitUntil: 'domcontentloaded' });
        await problemPanels(page.getByRole('main'), /LB3011|LB3015/)
          .first()
          .waitFor({ timeout: 45_000 });
      });
    }
  });
});

describe('the security policy', () => {
  it('is enforced, and allows nothing unsafe', async () => {
    const response = await here.product.api.request('GET', '/');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(response.headers.get('content-security-policy-report-only')).toBeNull();
    expect(policy).not.toMatch(/unsafe-|\*|https?:/);
    for (const directive of ["default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(directive);
    }
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=-]{16,}'/);
  });

  it('gives no nonce to a script that fetches other scripts, and a new one to each page', async () => {
    const page = async () => (await here.product.api.request('GET', '/')).text();
    const [first, second] = [await page(), await page()];
    const nonce = (html: string) => /nonce="([^"]+)"/.exec(html)?.[1];
    expect(nonce(first)).toBeTruthy();
    expect(nonce(first)).not.toBe(nonce(second));
    for (const [tag] of first.matchAll(/<script[^>]*\bsrc=[^>]*>/g)) expect(tag).not.toContain('nonce');
  });
});

/** Swaps the case of one letter in the middle: a byte that differs, in code that still parses. */
async function flipOneByte(route: Route): Promise<void> {
  const response = await route.fetch();
  const body = Buffer.from(await response.body());
  const isLetter = (byte: number | undefined) => byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte));
  const found = [...body.keys()].filter((at) => isLetter(body[at]));
  const at = found[Math.floor(found.length / 2)] ?? 0;
  body[at] = (body[at] ?? 0) ^ 0x20;
  await route.fulfill({ response, body });
}

const marksOf = (page: Page) => page.evaluate(() => Object.keys(globalThis).filter((key) => /^ran_/i.test(key)));

const colorOfHeading = (page: Page) =>
  page.evaluate(() => {
    const heading = document.querySelector('main h1');
    return heading ? getComputedStyle(heading).color : '';
  });
