/**
 * Memory that live upgrades of one extension retain in a tab that stays open.
 *
 * Method: the built example `react-vite` is installed in 61 versions with the same code; versions have URLs of their own,
 * so each is loaded and evaluated anew. A tab shows its page while another client moves it through all of them. The heap
 * is read after four forced collections. The first ten upgrades are not counted: in them the engine compiles the
 * console's own code to machine code, which happens once. ES modules of old versions stay
 * in the document's module map by nature: this is their size.
 */
import { profile } from '../e2e/support/memory.ts';
import { BenchStage } from './support/bench-stage.ts';
import { builtExample } from './support/built-example.ts';
import { report, round } from './support/report.ts';

const WARM_UP = 10;
const UPGRADES = 50;
const NAME = 'upgraded';
const MEGABYTE = 1_000_000;

await using stage = await BenchStage.start();
const product = await stage.product([]);
const example = await builtExample('react-vite');
const version = (number: number) => `1.0.${number}`;
for (let number = 0; number <= WARM_UP + UPGRADES; number += 1)
  await product.api.install(await example.pack(NAME, version(number)));
await product.api.use(NAME, version(0));

await using person = await stage.browser.person(product);
const [route] = example.manifest.contributes.routes ?? [];
const { page } = await person.open(`/${route?.path}`);
const profiler = await profile(page);
const shown = (number: number) =>
  page.locator(`main [data-ext="${NAME}"][data-ext-version="${version(number)}"] h1`).waitFor();
const upgrade = async (number: number) => {
  await product.api.use(NAME, version(number));
  await shown(number);
};

await shown(0);
const cold = await profiler.settled();
for (let number = 1; number <= WARM_UP; number += 1) await upgrade(number);
const before = await profiler.settled();
for (let number = 1; number <= UPGRADES; number += 1) await upgrade(WARM_UP + number);
const after = await profiler.settled();
report({
  name: '50 live upgrades of one extension, retained each',
  budget: 0.05,
  value: (after.heap - before.heap) / MEGABYTE / UPGRADES,
  unit: 'MB',
  details: {
    heapBeforeWarmUp: round(cold.heap / MEGABYTE),
    heapBefore: round(before.heap / MEGABYTE),
    heapAfter: round(after.heap / MEGABYTE),
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    navigations: 1,
  },
});
