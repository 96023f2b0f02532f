import { useExtension } from '@luban/sdk';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type CenterChange, listenToCenter } from './center-events.ts';
import { keys } from './queries.ts';

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
  const refresher = createRefresher(client);
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

/**
 * Reads again what changed and is shown. One round after the other: changes that come during a round wait for the next,
 * so that a server that says much is not asked more often than it answers, and the last change is never missed.
 */
export function createRefresher(client: Pick<QueryClient, 'invalidateQueries'>) {
  let waiting: Map<string, readonly unknown[]> = new Map();
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      while (waiting.size > 0) {
        const round = [...waiting.values()];
        waiting = new Map();
        await Promise.all(round.map((queryKey) => client.invalidateQueries({ queryKey })));
      }
    } finally {
      running = false;
    }
  };
  const want = (...wanted: (readonly unknown[])[]) => {
    for (const key of wanted) waiting.set(JSON.stringify(key), key);
    void run();
  };
  return {
    all: () => want(keys.all),
    add: ({ extensions, catalogue, repositories }: CenterChange) =>
      want(
        ...(catalogue ? [keys.catalogue, keys.extensions] : []),
        ...(repositories ? [keys.repositories] : []),
        ...(extensions.length > 0 ? [keys.installations] : []),
        ...extensions.flatMap((name) => [keys.installation(name), keys.extension(name)]),
      ),
  };
}
