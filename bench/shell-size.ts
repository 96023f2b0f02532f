/**
 * JavaScript that has to be there before the navigation is painted.
 *
 * Method: the real server's page is opened in Chromium in a new profile. Counted is every script that had arrived when
 * the shell set its mark `luban:navigation-painted`, and every script that the build lists as needed for the start,
 * whichever came first; each is compressed with brotli at level 11, as the server sends it. The value is the sum.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { REPOSITORY } from '../e2e/support/product.ts';
import { BenchStage } from './support/bench-stage.ts';
import { report, round } from './support/report.ts';

const CONSOLE = join(REPOSITORY, 'apps/console/dist');

await using stage = await BenchStage.start();
const product = await stage.product([]);
const { entry } = JSON.parse(await readFile(join(CONSOLE, 'host.json'), 'utf8')) as {
  entry: { js: string; imports: string[] };
};
const files = new Set([entry.js, ...entry.imports, ...(await arrivedBeforeNavigation())]);
const sizes = await Promise.all([...files].map(async (file) => [file, await brotliKilobytes(file)] as const));
report({
  name: 'shell JavaScript before navigation is painted, brotli',
  budget: 120,
  value: sizes.reduce((sum, [, size]) => sum + size, 0),
  unit: 'kB',
  details: { files: Object.fromEntries(sizes.map(([file, size]) => [file, round(size)])), requests: files.size },
});

/** Paths below the console's build. */
async function arrivedBeforeNavigation(): Promise<string[]> {
  await using person = await stage.browser.person(product);
  const { page } = await person.open('/');
  await page.getByRole('navigation', { name: 'Main' }).waitFor({ state: 'attached' });
  return await page.evaluate(() => {
    const [painted] = performance.getEntriesByName('luban:navigation-painted');
    if (painted === undefined) throw new Error('The shell did not mark that its navigation is painted');
    return (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter((resource) => resource.name.endsWith('.js') && resource.responseEnd <= painted.startTime)
      .map((resource) => new URL(resource.name).pathname.slice(1));
  });
}

async function brotliKilobytes(file: string): Promise<number> {
  const content = await readFile(join(CONSOLE, file));
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return brotliCompressSync(content, options).length / 1000;
}
