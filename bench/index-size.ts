/**
 * Size and cost of the index of 50 extensions with 15 contributions each.
 *
 * Method: the real server finds 50 such extensions; the index is cut out of the page as it is served and compressed alone
 * with gzip at level 9. Its reading, `JSON.parse` and `decodeIndex`, is timed in Chromium in fresh documents, the first
 * time in each, so that nothing is warm; the value is the median.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { manyExtensions } from '../e2e/support/many-extensions.ts';
import { REPOSITORY } from '../e2e/support/product.ts';
import { BenchStage } from './support/bench-stage.ts';
import { median, report, round, spread } from './support/report.ts';

const EXTENSIONS = 50;
const RUNS = 15;

await using stage = await BenchStage.start();
const product = await stage.product(manyExtensions(EXTENSIONS));
const page = await (await product.api.request('GET', '/')).text();
const index = /<script[^>]*id="luban-index"[^>]*>([\s\S]*?)<\/script>/.exec(page)?.[1];
if (index === undefined) throw new Error('The page carries no index');

const kilobytes = gzipSync(index, { level: 9 }).length / 1000;
const parse = await parseTimes(index);
report({
  name: 'index of 50 extensions with 15 contributions each, gz',
  budget: 15,
  value: kilobytes,
  unit: 'kB',
  details: { raw: round(index.length / 1000), contributions: 15 },
});
report({
  name: 'index of 50 extensions with 15 contributions each, parsed',
  budget: 2,
  value: median(parse),
  unit: 'ms',
  details: spread(parse),
});

async function parseTimes(text: string): Promise<number[]> {
  const code = await decoder();
  const person = await stage.browser.person(product, { signedIn: false });
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const tab = await person.context.newPage();
    await tab.evaluate(code);
    // The process of a new tab is busy with itself at first.
    await sleep(300);
    times.push(
      await tab.evaluate((wire) => {
        const { decodeIndex } = (globalThis as unknown as { decoder: { decodeIndex(value: unknown): unknown } })
          .decoder;
        const began = performance.now();
        decodeIndex(JSON.parse(wire));
        return performance.now() - began;
      }, text),
    );
    await tab.close();
  }
  await person[Symbol.asyncDispose]();
  return times;
}

/** `decodeIndex` as a classic script that sets the global `decoder`. */
async function decoder(): Promise<string> {
  const output = await build({
    root: REPOSITORY,
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: { entry: `${REPOSITORY}/packages/manifest/src/index.ts`, formats: ['iife'], name: 'decoder' },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  if (!first || !('output' in first)) throw new Error('The decoder was not built');
  return first.output[0].code;
}
