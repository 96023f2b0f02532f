import { useExtension } from '@luban/sdk';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listenToCenter } from './center-events.ts';
import { createRefresher } from './refresher.ts';

/** Keeps what the page shows as it is on the server, by its events. Any number of parts of a page may ask for it. */
export function useCenterEvents(): void {
  const client = useQueryClient();
  const context = useExtension();
  useEffect(() => {
    shared ??= start(client, context);
    shared.users += 1;
    const mine = shared;
    return () => {
      mine.users -= 1;
      if (mine.users > 0) return;
      mine.stop();
      if (shared === mine) shared = undefined;
    };
  }, [client, context]);
}

interface Shared {
  users: number;
  stop: () => void;
}

let shared: Shared | undefined;

function start(client: QueryClient, { signal }: { signal: AbortSignal }): Shared {
  const refresher = createRefresher({
    client,
    sleep: (milliseconds) => new Promise((resolve) => window.setTimeout(resolve, milliseconds)),
  });
  const listening = listenToCenter({
    createEventSource: (url) => new EventSource(url),
    document,
    onChange: refresher.add,
    onReturn: refresher.all,
    setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
    clearTimeout: (timer) => window.clearTimeout(timer as number | undefined),
  });
  const stop = () => listening[Symbol.dispose]();
  signal.addEventListener('abort', stop, { once: true });
  return { users: 0, stop };
}
