import { useExtension, useT } from '@luban/sdk';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { KubeRequestError } from '../kube-request.ts';
import { followLog, type LogSource } from './follow-log.ts';
import { LogBuffer, type LogLine } from './log-buffer.ts';

/** Lines that are kept: about 10 MB of an ordinary log. */
const CAPACITY = 50_000;
const TAIL = 1_000;

export interface LogOptions {
  readonly sources: readonly LogSource[];
  readonly follow: boolean;
  readonly previous: boolean;
}

export interface LogStreams {
  readonly lines: readonly LogLine[];
  readonly dropped: number;
  /** Of the first that fails for good. */
  readonly error?: unknown;
  /** All have been asked, and none has answered yet. */
  readonly loading: boolean;
  clear(): void;
}

/** Reads the logs of several containers into one buffer, until it is unmounted or asked for others. */
export function useLogStreams({ sources, follow, previous }: LogOptions): LogStreams {
  const { fetch } = useExtension();
  const t = useT();
  const key = JSON.stringify([sources, follow, previous]);
  const [state, setState] = useState<{ key: string; opened: boolean; error?: unknown }>({ key, opened: false });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked for anew begins with an empty buffer.
  const buffer = useMemo(() => new LogBuffer(CAPACITY), [key]);

  useEffect(() => {
    const [asked] = JSON.parse(key) as [LogSource[], boolean, boolean];
    const stop = new AbortController();
    const several = asked.length > 1;
    for (const [index, source] of asked.entries()) {
      const mark = (text: string) => {
        const whose = several ? `${source.pod}/${source.container}: ` : '';
        buffer.push(index, [{ time: '', text: whose + text, mark: true }]);
      };
      let broken = false;
      void followLog(
        fetch,
        { ...source, follow, previous, tail: Math.ceil(TAIL / asked.length) },
        {
          lines: (lines) => buffer.push(index, lines),
          state(next, error) {
            if (next === 'open') {
              setState((current) => ({ ...current, key, opened: true }));
              if (broken) mark(t('logs.resumed'));
              broken = false;
            } else if (next === 'waiting') {
              if (!broken)
                mark(
                  error instanceof KubeRequestError
                    ? error.message
                    : t(error === undefined ? 'logs.paused' : 'logs.broken'),
                );
              broken = true;
            } else if (error === undefined) {
              setState((current) => ({ ...current, key, opened: true }));
              mark(t('logs.ended'));
            } else if (several) {
              mark(textOf(error));
            } else {
              setState({ key, opened: true, error });
            }
          },
        },
        stop.signal,
      );
    }
    return () => stop.abort();
  }, [key, buffer, fetch, follow, previous, t]);

  const lines = useSyncExternalStore(buffer.subscribe, buffer.get);
  const current = state.key === key ? state : { opened: false, error: undefined };
  return {
    lines,
    dropped: buffer.dropped,
    error: current.error,
    loading: !current.opened,
    clear: () => buffer.clear(),
  };
}

function textOf(error: unknown): string {
  return error instanceof KubeRequestError ? error.message : String(error);
}
