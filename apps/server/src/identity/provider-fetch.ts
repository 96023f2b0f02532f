import type { CustomFetch } from 'openid-client';
import { Agent, fetch as send } from 'undici';
import type { AddressGuard } from '../addresses/address-guard.ts';

/** Bytes of an answer that are read at most. */
const LARGEST = 2 ** 20;

export interface ProviderFetch extends AsyncDisposable {
  fetch: CustomFetch;
  mayBePlain(url: string): boolean;
}

/**
 * Asks identity providers, whose URLs people wrote and the providers themselves went on with: each is checked.
 *
 * @param allowHosts the hosts that may be asked without TLS, which are on the administrator's own list
 */
export function providerFetch(guard: AddressGuard, allowHosts: readonly string[]): ProviderFetch {
  const agent = new Agent({
    connect: { lookup: guard.lookup, timeout: 5_000 },
    maxResponseSize: LARGEST,
    keepAliveTimeout: 4_000,
  });
  return {
    async fetch(url, options) {
      guard.check(url);
      // The types of undici and of Node differ in their names alone.
      const init = { ...options, dispatcher: agent } as unknown as NonNullable<Parameters<typeof send>[1]>;
      return (await send(url, init)) as unknown as Response;
    },
    mayBePlain(url) {
      const parsed = URL.parse(url);
      if (parsed?.protocol !== 'http:') return false;
      return allowHosts.includes(parsed.host) || allowHosts.includes(parsed.hostname.replace(/^\[|\]$/g, ''));
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
