/**
 * Time until an open tab shows that an extension was enabled or disabled elsewhere.
 *
 * Method: another client disables and enables one of 50 extensions, twenty times each. The clock starts when the request
 * is sent, so the server's own work counts, and stops when the menu item has left or entered the document of the tab,
 * seen by a MutationObserver there. Both ends read the same machine's clock. The value is the slowest.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { manyExtensions } from '../e2e/support/many-extensions.ts';
import { BenchStage } from './support/bench-stage.ts';
import { report, spread } from './support/report.ts';

const TURNS = 20;

await using stage = await BenchStage.start();
const extensions = manyExtensions(50);
const [first] = extensions;
const product = await stage.product(extensions);
await using person = await stage.browser.person(product);
const { page } = await person.open('/');
const navigation = page.getByRole('navigation', { name: 'Main' });
await navigation.getByText(first!.title!, { exact: true }).waitFor();
await page.evaluate((title) => {
  const target = document.querySelector('nav[aria-label="Main"]') ?? document.body;
  const isThere = () => [...target.querySelectorAll('a, button')].some((item) => item.textContent?.trim() === title);
  const record: { there: boolean; at: number } = { there: isThere(), at: 0 };
  (globalThis as unknown as { record: typeof record }).record = record;
  new MutationObserver(() => {
    const there = isThere();
    if (there !== record.there) Object.assign(record, { there, at: Date.now() });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}, first!.title!);

const times: Record<'disable' | 'enable', number[]> = { disable: [], enable: [] };
for (let turn = 0; turn < TURNS; turn += 1) {
  for (const action of ['disable', 'enable'] as const) {
    const began = Date.now();
    await product.api[action](first!.name);
    await page.waitForFunction(
      (there) => (globalThis as unknown as { record: { there: boolean } }).record.there === there,
      action === 'enable',
    );
    const at = await page.evaluate(() => (globalThis as unknown as { record: { at: number } }).record.at);
    times[action].push(at - began);
    await sleep(100);
  }
}
const all = [...times.disable, ...times.enable];
report({
  name: 'enable or disable seen in an open tab',
  budget: 1000,
  value: Math.max(...all),
  unit: 'ms',
  details: { all: spread(all), disable: spread(times.disable), enable: spread(times.enable) },
});
