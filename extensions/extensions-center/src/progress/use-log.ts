import { useExtension } from '@luban/sdk';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { centerPath } from '../api.ts';
import { EMPTY, type LogLines, type LogSource, readLog } from './log-lines.ts';

const NOTHING: LogSource = { get: () => EMPTY, subscribe: () => () => undefined };

/** The output of a run as it comes. Another run is another stream. */
export function useLog(name: string, run: string | undefined): LogLines {
  const { signal } = useExtension();
  const [source, setSource] = useState<LogSource>(NOTHING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the server sends the output of the newest run, which `run` is.
  useEffect(() => {
    const log = readLog(centerPath('installations', name, 'log'), {
      createEventSource: (url) => new EventSource(url),
      setTimeout: (task, milliseconds) => window.setTimeout(task, milliseconds),
      clearTimeout: (timer) => window.clearTimeout(timer as number | undefined),
    });
    const stop = () => log[Symbol.dispose]();
    signal.addEventListener('abort', stop, { once: true });
    setSource(log);
    return () => {
      signal.removeEventListener('abort', stop);
      stop();
    };
  }, [name, run, signal]);
  return useSyncExternalStore(source.subscribe, source.get);
}
