/**
 * Time until an open tab shows the menu of a `UIBundle` that kubectl applies.
 *
 * Method: kubectl applies and deletes one bundle, ten times each, with 50 other extensions in place. The clock starts when
 * kubectl has returned, since its own start is no work of ours, and stops when the menu item has entered the document of
 * the tab, seen by a MutationObserver there. The value is the slowest.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKubectl } from '../e2e/support/kubectl.ts';
import { manyExtensions } from '../e2e/support/many-extensions.ts';
import { BenchStage } from './support/bench-stage.ts';
import { report, spread } from './support/report.ts';

const TURNS = 10;
const TITLE = 'Runbooks of the bench';

await using stage = await BenchStage.start();
const product = await stage.product(manyExtensions(50));
await using kubectl = await createKubectl('v35', join(product.dataDir, 'kubeconfig'));
await using person = await stage.browser.person(product);
const { page } = await person.open('/');
await page.getByRole('navigation', { name: 'Main' }).getByText(manyExtensions(1)[0]!.title!, { exact: true }).waitFor();
await page.evaluate((title) => {
  const record = { there: false, at: 0 };
  (globalThis as unknown as { record: typeof record }).record = record;
  new MutationObserver(() => {
    const there = [...document.querySelectorAll('nav a')].some((item) => item.textContent?.includes(title));
    if (there !== record.there) Object.assign(record, { there, at: Date.now() });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}, TITLE);

const bundle = {
  apiVersion: 'extensions.luban.dev/v1alpha1',
  kind: 'UIBundle',
  metadata: { name: 'signpost' },
  spec: {
    version: '1.0.0',
    manifest: {
      apiVersion: 'luban.dev/v1',
      name: 'signpost',
      version: '1.0.0',
      displayName: { en: 'Signpost' },
      contributes: {
        menus: [{ slot: 'global', id: 'runbooks', title: TITLE, href: 'https://runbooks.acme.example/' }],
      },
    },
  },
};
await writeFile(join(kubectl.home, 'bundle.json'), JSON.stringify(bundle));

const times: Record<'apply' | 'delete', number[]> = { apply: [], delete: [] };
for (let turn = 0; turn < TURNS; turn += 1) {
  for (const action of ['apply', 'delete'] as const) {
    await kubectl(`${action} -f bundle.json`);
    const began = Date.now();
    await page.waitForFunction(
      (there) => (globalThis as unknown as { record: { there: boolean } }).record.there === there,
      action === 'apply',
    );
    const at = await page.evaluate(() => (globalThis as unknown as { record: { at: number } }).record.at);
    // kubectl may return later than the tab has seen it.
    times[action].push(Math.max(0, at - began));
  }
}
report({
  name: 'gateway: kubectl apply of a UIBundle seen in an open tab',
  budget: 1000,
  value: Math.max(...times.apply, ...times.delete),
  unit: 'ms',
  details: { apply: spread(times.apply), delete: spread(times.delete) },
});
