import type { Kernel, Transition } from '@luban/kernel';
import type { JsonStorage } from '../state/browser-storage.ts';

/** What `POST /api/extension-health` takes. */
interface Report {
  extension: string;
  version: string;
  outcome: 'ok' | 'failed';
  problem?: { code: string; params: Record<string, string | number> };
  /** Milliseconds. */
  activation?: number;
}

export interface HealthReportsOptions {
  kernel: Pick<Kernel, 'transitions' | 'statuses'>;
  /** Remembers what this tab has told, over reloads. */
  storage: JsonStorage;
  /** Tells this browser apart from others of the same person. */
  browser: string;
  send(body: string): void;
}

const TOLD = 'health-told';
/** Milliseconds that reports wait for others. */
const TOGETHER = 1_500;
const MOST_AT_ONCE = 50;
/** A quarantine of an earlier page is not another failure. */
const OLD_NEWS = 'failed in an earlier page';

/**
 * Tells the server which versions of extensions work in this tab and which fail, so that it can go back from a bad one.
 * A version that works is told once for each tab, a failure once for each kind; nothing is sent while nothing happens.
 */
export function reportHealth({ kernel, storage, browser, send }: HealthReportsOptions): Disposable {
  const told = new Set(storage.read<string[]>(TOLD) ?? []);
  let waiting: Report[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let seen: Transition | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    send(JSON.stringify({ browser, reports: waiting.slice(0, MOST_AT_ONCE) }));
    waiting = [];
    storage.write(TOLD, [...told]);
  };
  const take = (transition: Transition) => {
    const report = reportOf(transition, kernel);
    if (report === undefined) return;
    const key = `${report.extension}@${report.version} ${report.problem?.code ?? 'ok'}`;
    if (told.has(key)) return;
    told.add(key);
    waiting.push(report);
    timer ??= setTimeout(flush, TOGETHER);
  };
  const look = () => {
    const all = kernel.transitions.get();
    const from = seen === undefined ? 0 : all.lastIndexOf(seen) + 1;
    seen = all.at(-1) ?? seen;
    for (const transition of all.slice(from)) take(transition);
  };
  const unsubscribe = kernel.transitions.subscribe(look);
  look();
  addEventListener('pagehide', flush);
  return {
    [Symbol.dispose]() {
      unsubscribe();
      removeEventListener('pagehide', flush);
      flush();
    },
  };
}

function reportOf(transition: Transition, kernel: Pick<Kernel, 'statuses'>): Report | undefined {
  const { extension, version, to, cause, problem } = transition;
  if (to === 'Active') {
    const { load, activate } =
      kernel.statuses.get().find((one) => one.name === extension && one.version === version)?.timings ?? {};
    const activation = load === undefined || activate === undefined ? undefined : Math.round(load + activate);
    return { extension, version, outcome: 'ok', activation };
  }
  if ((to !== 'Failed' && to !== 'Quarantined') || problem === undefined || cause === OLD_NEWS) return undefined;
  return { extension, version, outcome: 'failed', problem: { code: problem.code, params: { ...problem.params } } };
}
