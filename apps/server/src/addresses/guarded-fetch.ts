import { Agent, fetch as send } from 'undici';
import type { AddressGuard } from './address-guard.ts';

/** Milliseconds until a connection has to be there. */
const CONNECTS_WITHIN = 10_000;

export interface GuardedFetch extends AsyncDisposable {
  /**
   * GET of a URL that somebody has written. Redirects are refused: each of them would be another URL.
   *
   * @throws Refusal LB5101, LB5102
   */
  fetch(url: string): Promise<Response>;
}

export function guardedFetch(guard: AddressGuard): GuardedFetch {
  const agent = new Agent({ connect: { lookup: guard.lookup, timeout: CONNECTS_WITHIN } });
  return {
    async fetch(url) {
      guard.check(url);
      // The types of undici and of Node differ in their names alone.
      return (await send(url, { dispatcher: agent, redirect: 'error' })) as unknown as Response;
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
