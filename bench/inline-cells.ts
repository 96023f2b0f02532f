/**
 * Scripting for 300 cells of an extension in a list of another one.
 *
 * Method: a page renders 300 rows and asks the SDK for the columns that other extensions contribute to their kind. A
 * button takes the rows away and brings them back. The cell's code is loaded and has run before. The value is the
 * browser's own count of script execution (`ScriptDuration`) from the click that brings 300 rows with one extension cell
 * each, to the second frame after, the list's own rendering included. For comparison the details give the same click
 * with cells that the page makes itself. Both are medians of interleaved runs.
 */
import { component } from '../e2e/support/fixture-code.ts';
import { DEFAULT_SHARED, type Fixture } from '../e2e/support/fixture-extension.ts';
import { profile } from '../e2e/support/memory.ts';
import { BenchStage } from './support/bench-stage.ts';
import { median, report, round, spread } from './support/report.ts';

const CELLS = 300;
const RUNS = 21;
const KIND = 'bench.luban.dev/v1/Thing';

const list: Fixture = {
  name: 'list',
  shared: DEFAULT_SHARED,
  modules: {
    './page': component(`const columns = share('@luban/sdk').useColumns(${JSON.stringify(KIND)});
const [shown, setShown] = React.useState('none');
const rows = shown === 'none' ? [] : Array.from({ length: ${CELLS} }, (_, id) => ({ id, name: 'thing ' + id }));
const own = (row) => h('span', null, h('b', null, row.name), h('i', null, row.id), h('u', null, 'ok'), h('s', null, '-'));
return h('section', null, h('h1', null, 'List'),
  ['none', 'own', 'extension'].map((kind) => h('button', { key: kind, onClick: () => setShown(kind) }, kind)),
  h('ul', null, rows.map((row) => h('li', { key: shown + row.id }, shown === 'own'
    ? own(row)
    : columns.map((column) => h(React.Fragment, { key: column.key }, column.render({ resource: row })))))));`),
  },
  contributes: {
    routes: [{ id: 'page', mount: 'root', path: 'list', title: 'List', component: { $ref: './page#default' } }],
  },
};

const cells: Fixture = {
  name: 'cells',
  modules: {
    './cell': component(
      `return h('span', null, h('b', null, props.resource.name), h('i', null, props.resource.id), h('u', null, 'ok'), h('s', null, '-'));`,
    ),
  },
  contributes: { columns: [{ for: KIND, id: 'cell', title: 'Cell', component: { $ref: './cell#default' } }] },
};

await using stage = await BenchStage.start();
await using person = await stage.browser.person(await stage.product([list, cells]));
const { page } = await person.open('/list');
await page.getByRole('heading', { name: 'List' }).waitFor();
const { now } = await profile(page);

const show = async (kind: string): Promise<number> => {
  const before = await now();
  await page.evaluate(async (text) => {
    const button = [...document.querySelectorAll('button')].find((item) => item.textContent === text);
    button?.click();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }, kind);
  return ((await now()).script - before.script) * 1000;
};

await show('extension');
await page
  .locator('li b')
  .nth(CELLS - 1)
  .waitFor();
const times = { own: [] as number[], extension: [] as number[] };
for (let run = 0; run < RUNS; run += 1) {
  for (const kind of ['own', 'extension'] as const) {
    await show('none');
    times[kind].push(await show(kind));
  }
}
report({
  name: '300 inline extension cells',
  budget: 10,
  value: median(times.extension),
  unit: 'ms',
  details: {
    ofThePagesOwn: spread(times.own),
    ofAnExtension: spread(times.extension),
    added: round(median(times.extension) - median(times.own)),
  },
});
