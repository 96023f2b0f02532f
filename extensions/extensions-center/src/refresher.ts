import type { QueryClient } from '@tanstack/react-query';
import type { CenterChange } from './center-api.ts';
import { keys } from './queries.ts';

export interface Refresher {
  add(change: CenterChange): void;
  /** Anything may have changed. */
  all(): void;
}

interface Options {
  client: Pick<QueryClient, 'invalidateQueries'>;
  /** Resolves after that many milliseconds. */
  sleep: (milliseconds: number) => Promise<void>;
}

/** Milliseconds between two readings of the catalogue, which is large and changes with each step of an installation. */
const CATALOGUE_PAUSE = 3_000;

/**
 * Reads again what changed and is shown. One round after the other: changes that come during a round wait for the next,
 * so that a server that says much is not asked more often than it answers, and the last change is never missed.
 */
export function createRefresher({ client, sleep }: Options): Refresher {
  const small = rounds(client, () => Promise.resolve());
  const catalogue = rounds(client, () => sleep(CATALOGUE_PAUSE));
  return {
    all() {
      small(keys.all);
    },
    add({ extensions, catalogue: contents, repositories, all }) {
      if (all) return small(keys.all);
      if (contents || extensions.length > 0) catalogue(keys.catalogue);
      if (contents) small(keys.extensions);
      if (repositories) small(keys.repositories);
      if (extensions.length > 0) small(keys.installations);
      for (const name of extensions) {
        small(keys.installation(name));
        small(keys.extension(name));
      }
    },
  };
}

function rounds(client: Options['client'], rest: () => Promise<void>) {
  let waiting = new Map<string, readonly unknown[]>();
  let running = false;
  const run = async () => {
    while (waiting.size > 0) {
      const round = [...waiting.values()];
      waiting = new Map();
      await Promise.all(round.map((queryKey) => client.invalidateQueries({ queryKey })));
      await rest();
    }
    running = false;
  };
  return (key: readonly unknown[]) => {
    waiting.set(JSON.stringify(key), key);
    if (running) return;
    running = true;
    // What is told in one go is one round.
    queueMicrotask(() => void run());
  };
}
