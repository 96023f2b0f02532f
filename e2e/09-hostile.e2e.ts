import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ApiError } from './support/api.ts';
import { page as pageSource } from './support/fixture-code.ts';
import type { Fixture } from './support/fixture-extension.ts';
import { packFiles } from './support/fixture-package.ts';
import { pageExtension } from './support/index-faults.ts';
import { stage } from './support/stage.ts';

const SCRIPT = `</script><script>globalThis.harmed = true</script>`;
const IMAGE = `<img src=x onerror="globalThis.harmed = true">`;
const RIGHT_TO_LEFT = '\u202Egnp.evil\u202C \u2066\u05E9\u05DC\u05D5\u05DD\u2069';
const LONG = 'Wide'.repeat(50);
const TEXTS = {
  script: SCRIPT,
  image: IMAGE,
  rtl: RIGHT_TO_LEFT,
  long: LONG,
  proto: '__proto__',
  template: '{{constructor}} %{title}% {title}',
};

/** Says its text everywhere a manifest can say something. */
function talkative(name: string, text: string): Fixture {
  return {
    name,
    title: text,
    modules: { './page': pageSource(`Page of ${name}`) },
    contributes: {
      routes: [
        {
          id: 'page',
          mount: 'root',
          path: name,
          title: text,
          description: text,
          component: { $ref: './page#default' },
        },
      ],
      menus: [{ slot: 'global', id: name, title: text, route: 'page' }],
      commands: [{ id: 'say', title: text, keywords: [text.slice(0, 60)], route: 'page' }],
      quickAccess: [{ id: name, title: text, description: text, route: 'page' }],
    },
  };
}

const withPrototypeKeys = (name: string): Fixture => ({
  ...pageExtension(name),
  edit: (manifest) =>
    JSON.stringify(manifest).replace(
      '"contributes":{',
      '"__proto__":{"harmed":true},"constructor":{"prototype":{"harmed":true}},"contributes":{"__proto__":{"harmed":true},',
    ),
});

const withLink = (name: string, href: string): Fixture => {
  const fixture = pageExtension(name);
  return {
    ...fixture,
    contributes: { ...fixture.contributes, menus: [{ slot: 'global', id: name, title: `Link of ${name}`, href }] },
  };
};

const withPath = (name: string, path: string): Fixture => ({
  ...pageExtension(name),
  edit: (manifest) => {
    const { remote } = manifest;
    if (!remote) return manifest;
    remote.integrity[path] = remote.integrity['entry.js'] ?? '';
    remote.bytes[path] = 1;
    remote.modules['./page']?.js.push(path);
    return manifest;
  },
});

describe('a hostile manifest', () => {
  const here = stage({
    extensions: () => [
      pageExtension('healthy'),
      ...Object.entries(TEXTS).map(([name, text]) => talkative(`says-${name}`, text)),
      withPrototypeKeys('prototype-keys'),
      talkative('says-too-much', 'Much'.repeat(10_000)),
      withLink('script-link', 'javascript:globalThis.harmed=true'),
      withLink('data-link', 'data:text/html,<script>alert(1)</script>'),
      withPath('climbs-up', '../../../../api/session'),
      withPath('absolute', '/assets/stolen.js'),
      withPath('elsewhere', 'https://example.invalid/x.js'),
    ],
  });

  it('is shown as text, runs nothing, and breaks no layout', async () => {
    await here.visit('/healthy', async ({ page }) => {
      page.on('dialog', () => expect.unreachable('a dialog was opened'));
      const navigation = page.getByRole('navigation', { name: 'Main' });
      await navigation.getByText(IMAGE).waitFor();
      await navigation.getByText(SCRIPT).waitFor();
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      await expectUnharmed(page);
      await page.keyboard.press('Control+k');
      const palette = page.getByRole('dialog', { name: 'Command palette' });
      await palette.getByRole('combobox').fill('<img');
      await palette.getByRole('option', { name: IMAGE }).first().waitFor();
      await expectUnharmed(page);
    });
  });

  it('whose page is opened by its address puts its title into the page unharmed', async () => {
    for (const name of Object.keys(TEXTS)) {
      await here.visit(`/says-${name}`, async ({ page }) => {
        await page.getByRole('heading', { name: `Page of says-${name}` }).waitFor();
        await expectUnharmed(page);
      });
    }
  });

  it('with links to scripts or data gets no link', async () => {
    await here.visit('/healthy', async ({ page }) => {
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      const targets = await page
        .locator('a[href]')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
      expect(targets.filter((target) => /^\s*(javascript|data|vbscript):/i.test(target))).toEqual([]);
    });
    expect(await codesOf('script-link')).toContain('LB1011');
    expect(await codesOf('data-link')).toContain('LB1011');
  });

  it('with a text beyond all measure is refused', async () => {
    expect(await codesOf('says-too-much')).toContain('LB1016');
  });

  it.each(['climbs-up', 'absolute', 'elsewhere'])('whose file paths leave its folder (%s) is refused', async (name) => {
    expect(await codesOf(name)).toContain('LB1010');
  });

  it('gives nobody a file outside of an extension', async () => {
    for (const path of [
      '..%2f..%2fextension.yaml',
      '%2e%2e/extension.yaml',
      '..%5c..%5cextension.yaml',
      '%00',
      'extension.yaml',
    ]) {
      const response = await here.product.api.request('GET', `/ext/healthy/1.0.0/${path}`);
      expect(response.status, path).toBeGreaterThanOrEqual(400);
      expect(response.status, path).toBeLessThan(500);
    }
  });

  it('in a package whose paths climb out of it is refused', async () => {
    for (const path of ['../outside.txt', '/tmp/outside.txt', 'evil/../../outside.txt']) {
      const archive = await packFiles({ 'evil/extension.yaml': 'name: evil\nversion: 1.0.0\n', [path]: 'x' });
      const response = await here.product.api.request('POST', '/api/extensions', archive);
      expect(response.status, path).toBe(422);
      expect(((await response.json()) as ApiError).error.code, path).toBe('LB5009');
    }
  });

  async function codesOf(name: string): Promise<string[]> {
    const { extensions, skipped } = await here.product.api.list();
    return [
      ...skipped.filter(({ extension }) => extension === name).map(({ problem }) => problem.code),
      ...extensions
        .filter((extension) => extension.name === name)
        .flatMap(({ problems }) => problems.map(({ code }) => code)),
    ];
  }
});

async function expectUnharmed(page: Page): Promise<void> {
  const state = await page.evaluate(() => ({
    harmed: 'harmed' in globalThis || 'harmed' in {},
    images: document.querySelectorAll('img[src="x"]').length,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  expect(state).toEqual({ harmed: false, images: 0, overflow: 0 });
}
