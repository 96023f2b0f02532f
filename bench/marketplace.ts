/**
 * The Marketplace with 500 extensions of a repository: time until somebody can work with it, and how it follows what is
 * typed.
 *
 * Method: 500 small packages, each with an icon and texts in two languages, are served by a Helm repository on loopback and
 * synced for real. A new browser profile opens the page by its address. The clock of the page runs from the start of the
 * navigation until all cards are counted and the page has answered a first key, which is typed in the very frame in which
 * the first card is there. Then words are typed, key by key; for each key the clock runs from the input event to the frame
 * that shows the new number of cards. What is asked of the server meanwhile is counted: the page follows changes there, such
 * as reports of tabs, but no key asks for anything.
 */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../e2e/support/browser.ts';
import { startHelmRepository } from '../e2e/support/helm-repository.ts';
import { type Product, startProduct } from '../e2e/support/product.ts';
import { testPackage } from '../packages/extension-package/src/testing.ts';
import { median, report, spread } from './support/report.ts';

const EXTENSIONS = 500;
const RUNS = 7;
const WORDS = ['river', 'harbour', 'tide', 'anchor', 'lantern', 'compass', 'sail', 'buoy', 'chart', 'gull'];
const TYPED = ['river', 'lantern 4', '潮汐 12', 'harbour works'];

await using repository = await startHelmRepository();
for (let index = 0; index < EXTENSIONS; index += 1) await repository.add(packageOf(index));
await using product = await startProduct({ environment: { LUBAN_ALLOW_HOSTS: repository.host } });
await using browser = await launchBrowser();
const syncedIn = await sync(product);

const interactive: number[] = [];
const firstCard: number[] = [];
const keys: number[] = [];
let requests = 0;
for (let run = 0; run < RUNS; run += 1) {
  await using person = await browser.person(product);
  await person.context.addInitScript(watchCards, EXTENSIONS);
  const { page, watch } = await person.open('/extensions/marketplace?repository=bench');
  const opened = await openedAt(page);
  firstCard.push(opened.cardsAt);
  interactive.push(opened.answeredAt);
  const before = watch.requests().filter((path) => path.startsWith('/api/')).length;
  for (const text of TYPED) keys.push(...(await page.evaluate(typeText, text)));
  requests += watch.requests().filter((path) => path.startsWith('/api/')).length - before;
}

report({
  name: `marketplace with ${EXTENSIONS} cards, interactive`,
  budget: 1_000,
  value: median(interactive),
  unit: 'ms',
  details: { interactive: spread(interactive), firstCard: spread(firstCard), firstSync: syncedIn },
});
report({
  name: `marketplace with ${EXTENSIONS} cards, key to cards`,
  budget: 50,
  value: median(keys),
  unit: 'ms',
  details: { keys: spread(keys), requests },
});

function packageOf(index: number): Uint8Array {
  const word = WORDS[index % WORDS.length] ?? '';
  return testPackage({
    name: `${word}-${index}`,
    metadata: {
      displayName: { en: `The ${word} ${index}`, zh: `潮汐 ${index}` },
      description: {
        en: `Number ${index} of many: what the ${word} is for, said in as many words as people use, which is about so.`,
        zh: `第 ${index} 个扩展：用于测试列表在许多扩展时的表现。`,
      },
      keywords: [word, `n${index}`],
    },
  });
}

/** Seconds of the first sync. */
async function sync({ api }: Product): Promise<number> {
  const began = performance.now();
  await api.request('POST', '/apis/kubesphere.io/v1alpha1/repositories', {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'bench' },
    spec: { url: repository.url, depth: 1 },
  });
  for (;;) {
    const response = await api.request('GET', '/api/center/repositories');
    const { repositories } = (await response.json()) as {
      repositories: { name: string; state: string; extensions: number }[];
    };
    const state = repositories.find(({ name }) => name === 'bench');
    if (state?.state === 'failed') throw new Error('The repository cannot be read');
    if (state?.state === 'synced' && state.extensions === EXTENSIONS) return (performance.now() - began) / 1_000;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

interface Opened {
  cardsAt: number;
  answeredAt: number;
}

async function openedAt(page: Page): Promise<Opened> {
  await page.waitForFunction(() => 'benchOpened' in globalThis, undefined, { timeout: 60_000 });
  return page.evaluate(() => (globalThis as unknown as { benchOpened: Opened }).benchOpened);
}

/** Runs in the page: types a key as soon as all cards are counted, and notes when it was answered. */
function watchCards(total: number): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector(`li[aria-setsize="${total}"] a`)) return;
    observer.disconnect();
    const cardsAt = performance.now();
    const input = document.querySelector<HTMLInputElement>('main input[type=search]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const answer = new MutationObserver(() => {
      if (document.querySelector(`li[aria-setsize="${total}"]`)) return;
      answer.disconnect();
      requestAnimationFrame(() => {
        const opened = { cardsAt, answeredAt: performance.now() };
        (globalThis as unknown as { benchOpened: unknown }).benchOpened = opened;
      });
    });
    answer.observe(document, { subtree: true, childList: true, attributes: true });
    set?.call(input, 'gull');
    input?.dispatchEvent(new Event('input', { bubbles: true }));
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}

/** Runs in the page: milliseconds from each key to the frame with the number of cards that it leaves. */
async function typeText(text: string): Promise<number[]> {
  const input = document.querySelector<HTMLInputElement>('main input[type=search]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const status = document.querySelector('main [role=status].lb-hidden');
  if (!input || !set || !status) throw new Error('The page has no search');
  const type = (value: string): Promise<number | undefined> => {
    const began = performance.now();
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    const observer = new MutationObserver(() =>
      requestAnimationFrame(() => {
        observer.disconnect();
        resolve(performance.now() - began);
      }),
    );
    observer.observe(status, { subtree: true, childList: true, characterData: true });
    set.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    // A key that leaves as many cards as before shows nothing that could be timed.
    setTimeout(() => resolve(undefined), 400);
    return promise;
  };
  await type('');
  const times: number[] = [];
  for (let length = 1; length <= text.length; length += 1) {
    const time = await type(text.slice(0, length));
    if (time !== undefined) times.push(time);
  }
  return times;
}
