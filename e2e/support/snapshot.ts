/** Everything of a page that an extension could leave behind, as plain text to be compared. */
import type { Page } from 'playwright-core';
import type { Instruments } from './instrumentation.ts';
import type { Profiler } from './memory.ts';

export interface PageSnapshot {
  /** Texts of all links and buttons in the main navigation. */
  menus: string[];
  /** Every style sheet in force, adopted ones included. */
  styleSheets: string[];
  /** Children of `head` and `body`, by tag and address. */
  elements: string[];
  storage: string[];
  globals: string[];
  timers: string[];
  listeners: string[];
  nodeCount: number;
  listenerCount: number;
}

/** The page must belong to an `instrumented` person. */
export async function snapshot(page: Page, profiler: Profiler): Promise<PageSnapshot> {
  const { nodes, listeners } = await profiler.settled();
  const seen = await page.evaluate(async () => {
    const { __instruments: instruments } = window as unknown as { __instruments: Instruments };
    const label = (element: Element) =>
      `${element.tagName.toLowerCase()} ${element.getAttribute('href') ?? element.getAttribute('src') ?? element.id}`;
    const databases = (await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`);
    return {
      menus: [...document.querySelectorAll('nav a, nav button')].map((item) => item.textContent?.trim() ?? ''),
      styleSheets: [
        ...[...document.styleSheets].map((sheet) => sheet.href ?? `inline ${sheet.cssRules.length}`),
        ...document.adoptedStyleSheets.map((sheet) => `adopted ${sheet.cssRules.length}`),
      ],
      elements: [...document.head.children, ...document.body.children].map(label),
      storage: [
        ...Object.keys(localStorage).map((key) => `local ${key}`),
        ...Object.keys(sessionStorage).map((key) => `session ${key}`),
        ...document.cookie.split('; ').map((pair) => `cookie ${pair.split('=')[0]}`),
        ...databases,
      ].sort(),
      globals: Object.getOwnPropertyNames(window).sort(),
      // A single delayed call of the shell's own ends by itself.
      timers: instruments.timers().filter((timer) => timer.includes('/ext/') || timer.startsWith('interval')),
      listeners: instruments.listeners(),
    };
  });
  return { ...seen, nodeCount: nodes, listenerCount: listeners };
}
