import type { ExtensionContext } from '@luban/sdk';
import type { QueryClient } from '@tanstack/react-query';
import type { CenterChange } from './center-api.ts';
import { listenToCenter } from './center-events.ts';
import { createRefresher } from './refresher.ts';

/** Undefined: anything may have changed. */
export type CenterListener = (change: CenterChange | undefined) => void;

/** Keeps the stream of events open until it is disposed of, and tells what it says. All who ask share one stream. */
export function holdCenterEvents(
  client: QueryClient,
  context: Pick<ExtensionContext, 'signal'>,
  listener?: CenterListener,
): Disposable {
  shared ??= start(client, context);
  const mine = shared;
  mine.users += 1;
  if (listener !== undefined) mine.listeners.add(listener);
  let held = true;
  return {
    [Symbol.dispose]() {
      if (!held) return;
      held = false;
      mine.users -= 1;
      if (listener !== undefined) mine.listeners.delete(listener);
      if (mine.users > 0) return;
      mine.stop();
      if (shared === mine) shared = undefined;
    },
  };
}

interface Shared {
  users: number;
  readonly listeners: Set<CenterListener>;
  stop: () => void;
}

let shared: Shared | undefined;

function start(client: QueryClient, { signal }: Pick<ExtensionContext, 'signal'>): Shared {
  const refresher = createRefresher({
    client,
    sleep: (milliseconds) => new Promise((resolve) => window.setTimeout(resolve, milliseconds)),
  });
  const listeners = new Set<CenterListener>();
  const tell: CenterListener = (change) => {
    for (const listener of [...listeners]) listener(change);
  };
  const listening = listenToCenter({
    createEventSource: (url) => new EventSource(url),
    document,
    onChange: (change) => {
      refresher.add(change);
      tell(change.all ? undefined : change);
    },
    onReturn: () => {
      refresher.all();
      tell(undefined);
    },
    setTimeout: (run, milliseconds) => window.setTimeout(run, milliseconds),
    clearTimeout: (timer) => window.clearTimeout(timer as number | undefined),
  });
  const stop = () => listening[Symbol.dispose]();
  signal.addEventListener('abort', stop, { once: true });
  return { users: 0, listeners, stop };
}
