/**
 * Requests for extension files before anybody asks for one, and requests of an idle tab.
 *
 * Method: 50 extensions are installed; the console is opened at a page of the shell and left alone. Every request is
 * recorded. Idle is what happens between 3 s after the page was painted and the end of the wait (30 s, or
 * LUBAN_BENCH_IDLE_SECONDS), scaled to an hour; the one event stream that is open all the time was requested before.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { manyExtensions } from '../e2e/support/many-extensions.ts';
import { BenchStage } from './support/bench-stage.ts';
import { report } from './support/report.ts';

const SECONDS = Number(process.env.LUBAN_BENCH_IDLE_SECONDS ?? 30);

await using stage = await BenchStage.start();
const product = await stage.product(manyExtensions(50));
await using person = await stage.browser.person(product);
const { page, watch } = await person.open('/');
await page.getByRole('navigation', { name: 'Main' }).waitFor();
await sleep(3_000);
const atRest = watch.requests().length;
await sleep(SECONDS * 1000);

const ofExtensions = watch.requests().filter((path) => path.startsWith('/ext/'));
const idle = watch.requests().slice(atRest);
report({
  name: 'extension requests before the first click',
  budget: 0,
  value: ofExtensions.length,
  unit: 'requests',
  details: { extensions: 50, requestsOfTheShell: atRest },
});
report({
  name: 'requests of an idle tab',
  budget: 0,
  value: (idle.length * 3600) / SECONDS,
  unit: 'requests per hour',
  details: { seconds: SECONDS, requests: idle },
});
