/**
 * What fifty visits to a page leave in the tab.
 *
 * Method: with the built examples installed, a tab goes back and forth between the list of what is installed and the page of
 * an extension. The first shows cards of all six examples, React and, through single-spa, Vue and plain DOM; the second is
 * mounted through single-spa itself. After five turns to warm up and after fifty more, single-spa's
 * timers are waited out, garbage is collected four times, and the browser's own counters are read. The value is the sum
 * of what is more than before, nodes, listeners and style sheets together.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { type Profiler, profile } from '../e2e/support/memory.ts';
import { BenchStage } from './support/bench-stage.ts';
import { report } from './support/report.ts';

const CYCLES = 50;
const SINGLE_SPA_TIMERS = 6_000;
const PAGES = [
  { name: 'a page of six extensions by six tools', path: '/workbench', extension: 'workbench' },
  { name: 'a page mounted through single-spa', path: '/world-clock', extension: 'world-clock' },
];

await using stage = await BenchStage.start();
const product = await stage.product(undefined);
for (const { name, path, extension } of PAGES) {
  await using person = await stage.browser.person(product);
  const { page } = await person.open('/');
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const profiler = await profile(page);
  const visit = visitor(page, path, extension);
  for (let turn = 0; turn < 5; turn += 1) await visit();
  const before = await settled(page, profiler);
  for (let turn = 0; turn < CYCLES; turn += 1) await visit();
  const after = await settled(page, profiler);
  const more = {
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    sheets: after.sheets - before.sheets,
  };
  report({
    name: `${CYCLES} mount cycles of ${name}, retained`,
    budget: 0,
    value: Math.max(0, more.nodes) + Math.max(0, more.listeners) + Math.max(0, more.sheets),
    unit: 'nodes, listeners and style sheets',
    details: { more, before, after },
  });
}

/** Goes to the extension's page and back, by links of the side navigation. */
function visitor(page: Page, path: string, extension: string): () => Promise<void> {
  const navigation = page.getByRole('navigation', { name: 'Main' });
  const shown = page.getByRole('main').locator(`[data-ext="${extension}"]`);
  return async () => {
    await navigation.locator(`a[href="${path}"]`).click();
    await shown.locator('h1').first().waitFor();
    await navigation.locator('a[href="/extensions/installed"]').click();
    await shown.locator('h1').first().waitFor({ state: 'detached' });
  };
}

async function settled(page: Page, profiler: Profiler) {
  await sleep(SINGLE_SPA_TIMERS);
  const { nodes, listeners } = await profiler.settled();
  return { nodes, listeners, sheets: await page.evaluate(() => document.styleSheets.length) };
}
