/**
 * What a thousand installed extensions cost at start, against four.
 *
 * Method: two servers, one with 4 and one with 1,000 extensions of one route, menu item and command each. The console is
 * opened in turn at one and the other, each time in a new browser profile, so nothing is cached. Measured is the time
 * from the start of the navigation, so the server's work and the transfer count, to the first frame after the side
 * navigation with its items is in the document. The value is the ratio of the medians.
 */
import type { Person } from '../e2e/support/browser.ts';
import { page as pageSource } from '../e2e/support/fixture-code.ts';
import type { Fixture } from '../e2e/support/fixture-extension.ts';
import type { Product } from '../e2e/support/product.ts';
import { BenchStage } from './support/bench-stage.ts';
import { median, report, spread } from './support/report.ts';

const RUNS = 15;

const small = (number: number): Fixture => ({
  name: `small-${number}`,
  title: `Small ${number}`,
  modules: { './page': pageSource(`Small ${number}`) },
  contributes: {
    routes: [
      {
        id: 'page',
        mount: 'root',
        path: `small/${number}`,
        title: `Small ${number}`,
        component: { $ref: './page#default' },
      },
    ],
    menus: [{ slot: 'global', id: `small-${number}`, title: `Small ${number}`, route: 'page' }],
    commands: [{ id: 'open', title: `Open small ${number}`, route: 'page' }],
  },
});
const fixtures = (count: number) => Array.from({ length: count }, (_, number) => small(number + 1));

await using stage = await BenchStage.start();
const few = await stage.product(fixtures(4));
const many = await stage.product(fixtures(1000));
const times = { few: [] as number[], many: [] as number[] };
for (let run = -1; run < RUNS; run += 1) {
  const pair = { few: await timeToPaintedShell(few), many: await timeToPaintedShell(many) };
  if (run < 0) continue;
  times.few.push(pair.few);
  times.many.push(pair.many);
}
report({
  name: '1,000 installed extensions against 4: time to a painted shell',
  budget: 1.2,
  value: median(times.many) / median(times.few),
  unit: 'ratio',
  details: { four: spread(times.few), thousand: spread(times.many), unit: 'ms' },
});

async function timeToPaintedShell(product: Product): Promise<number> {
  await using person: Person = await stage.browser.person(product);
  await person.context.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector('nav[aria-label="Main"] a')) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        setTimeout(() => {
          (globalThis as unknown as { painted: number }).painted = performance.now();
        });
      });
    });
    observer.observe(document, { subtree: true, childList: true });
  });
  const { page } = await person.open('/');
  await page.waitForFunction(() => 'painted' in globalThis);
  return await page.evaluate(() => (globalThis as unknown as { painted: number }).painted);
}
