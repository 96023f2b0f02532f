import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';

/**
 * Looks at the gallery as people do: wide and narrow, light and dark, with every overlay open, under the console's
 * content policy. Writes pictures to the folder given as argument, and fails on what axe or the policy finds.
 *
 * node gallery/check.ts FOLDER
 */
const folder = process.argv[2] ?? 'gallery/dist/pictures';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const configFile = `${import.meta.dirname}/vite.config.ts`;
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } };
const overlays = ['Open dialog', 'Open confirmation', 'Open drawer', 'Open menu', 'Open popover', 'Show toasts'];
const complaints: string[] = [];

await build({ configFile, logLevel: 'warn' });
await mkdir(folder, { recursive: true });
const server = await preview({ configFile, preview: { port: 0 }, logLevel: 'warn' });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
});
try {
  for (const theme of ['light', 'dark']) {
    for (const [size, viewport] of Object.entries(sizes)) await look(browser, theme, size, viewport);
  }
} finally {
  await browser.close();
  await server.close();
}
for (const complaint of new Set(complaints)) console.error(complaint);
console.info(complaints.length === 0 ? 'Nothing to complain about.' : `${complaints.length} complaints.`);
process.exitCode = complaints.length === 0 ? 0 : 1;

async function look(from: Browser, theme: string, size: string, viewport: { width: number; height: number }) {
  const page = await from.newPage({ viewport, bypassCSP: false });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${theme} ${size}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${theme} ${size}: ${error.message}`));
  await page.goto(`${server.resolvedUrls?.local[0]}?theme=${theme}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${folder}/${theme}-${size}.png` });
  await page.screenshot({ path: `${folder}/${theme}-${size}-all.png`, fullPage: true });
  await inspect(page, `${theme} ${size} page`);
  for (const name of overlays) await open(page, name, `${theme}-${size}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  if (wide) complaints.push(`${theme} ${size}: the page scrolls sideways`);
  await page.close();
}

async function open(page: Page, name: string, prefix: string) {
  await page.getByRole('button', { name }).click();
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${folder}/${prefix}-${name.toLowerCase().replaceAll(' ', '-')}.png` });
  await inspect(page, `${prefix} ${name}`);
  await page.keyboard.press('Escape');
  await page.waitForTimeout(250);
}

async function inspect(page: Page, where: string) {
  // Through the debugger, because the policy refuses to run what is injected into the page.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: AxeLike };
    // Focus guards send the focus on and never keep it; menus stand outside of landmarks by their nature.
    const found = await axe.run({ exclude: ['[data-base-ui-focus-guard]', '[role="menu"]'] });
    const menus = [...document.querySelectorAll('[role="menu"]')];
    const inMenus =
      menus.length === 0
        ? { violations: [] }
        : await axe.run({ include: menus }, { rules: { region: { enabled: false } } });
    return [...found.violations, ...inMenus.violations].map(
      (rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
  });
  complaints.push(...violations.map((violation) => `${where}: ${violation}`));
}

interface AxeLike {
  run(context: object, options?: object): Promise<{ violations: readonly Violation[] }>;
}

interface Violation {
  readonly id: string;
  readonly nodes: ReadonlyArray<{ readonly html: string }>;
}
