import type { ExtensionContext } from '@luban/sdk';
import { objectPath } from '../api-path.ts';
import { KubeRequestError, kubeRequest } from '../kube-request.ts';
import { compareTimes } from './compare-times.ts';
import { LineSplitter, type StampedLine } from './line-splitter.ts';

export interface LogSource {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

export interface LogRequest extends LogSource {
  /** Of the run before the last restart. */
  readonly previous?: boolean;
  readonly follow?: boolean;
  /** Lines to begin with. */
  readonly tail?: number;
  /** RFC 3339 */
  readonly since?: string;
}

/** Path of a container's log, with timestamps, which the page hides when nobody wants them. */
export function logPath({ container, previous, follow, tail, since, ...pod }: LogRequest): string {
  const query = new URLSearchParams({ container, timestamps: 'true' });
  if (previous) query.set('previous', 'true');
  if (follow && !previous) query.set('follow', 'true');
  if (tail !== undefined) query.set('tailLines', String(tail));
  if (since !== undefined) query.set('sinceTime', since);
  return `${objectPath({ ...pod, group: '', version: 'v1', resource: 'pods', name: pod.pod }, 'log')}?${query}`;
}

export interface LogListener {
  lines(lines: readonly StampedLine[]): void;
  /** `waiting`: it broke off and is asked for again. `ended`: there will be no more. */
  state(state: 'open' | 'waiting' | 'ended', error?: unknown): void;
}

const AGAIN = 2_000;

/**
 * Reads a log until it ends or `signal` is aborted. One that is followed is asked for again when it breaks off, from the
 * last line on, so that it goes on after a restart of the container. Never rejects.
 */
export async function followLog(
  fetch: ExtensionContext['fetch'],
  request: LogRequest,
  listener: LogListener,
  signal: AbortSignal,
): Promise<void> {
  let last = '';
  for (;;) {
    let failure: unknown;
    try {
      const path = logPath(last === '' ? request : { ...request, tail: undefined, since: last });
      const response = await kubeRequest(fetch, path, { signal });
      listener.state('open');
      // Asking from a time on gives the lines of that moment once more.
      const known = last;
      await read(response, (lines) => {
        const fresh = known === '' ? lines : lines.filter(({ time }) => time === '' || compareTimes(time, known) > 0);
        last = fresh.findLast(({ time }) => time !== '')?.time ?? last;
        if (fresh.length > 0) listener.lines(fresh);
      });
    } catch (error) {
      failure = error;
    }
    if (signal.aborted) return;
    const hopeless = failure instanceof KubeRequestError && [401, 403, 404].includes(failure.status);
    if (!request.follow || request.previous || hopeless) return listener.state('ended', failure);
    listener.state('waiting', failure);
    await sleep(AGAIN, signal);
    if (signal.aborted) return;
  }
}

async function read(response: Response, onLines: (lines: StampedLine[]) => void): Promise<void> {
  const splitter = new LineSplitter();
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = splitter.push(value);
    if (lines.length > 0) onLines(lines);
  }
  const rest = splitter.end();
  if (rest.length > 0) onLines(rest);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
