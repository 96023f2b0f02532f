/** What the browser itself says about a page's memory and work, over the DevTools protocol. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';

export interface PageMetrics {
  /** Bytes of the JavaScript heap in use. */
  heap: number;
  /** DOM nodes alive, attached or not. */
  nodes: number;
  /** Event listeners alive. */
  listeners: number;
  /** Seconds of script execution since the page began. */
  script: number;
  /** Seconds of all work on the main thread. */
  task: number;
}

export interface Profiler {
  /** After several forced garbage collections, so that what is counted is really held. */
  settled(): Promise<PageMetrics>;
  /** As it is now, without collecting. */
  now(): Promise<PageMetrics>;
  readonly session: CDPSession;
}

export async function profile(page: Page): Promise<Profiler> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  const now = async (): Promise<PageMetrics> => {
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return {
      heap: value('JSHeapUsedSize'),
      nodes: value('Nodes'),
      listeners: value('JSEventListeners'),
      script: value('ScriptDuration'),
      task: value('TaskDuration'),
    };
  };
  return {
    session,
    now,
    async settled() {
      // One collection does not reach what is held through weak references and finalizers of the one before.
      for (let turn = 0; turn < 4; turn += 1) {
        await session.send('HeapProfiler.collectGarbage');
        await sleep(50);
      }
      return now();
    },
  };
}
