import type { LookupFunction } from 'node:net';
import { createSecureContext, getCACertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { RegistryError } from '../registry-error.ts';

/** Says which addresses may be asked. */
export interface AddressCheck {
  /** @throws for addresses out of bounds; an error with a number of the catalogue as `code` is passed on as it is */
  check(url: URL): void;
  /** Resolves names to addresses within bounds. Default: the system's. */
  readonly lookup?: LookupFunction;
}

export interface TransportOptions {
  /** Default: every address. */
  addresses?: AddressCheck;
  /** PEM of authorities that are trusted besides the usual ones. */
  ca?: string;
  /** Takes any certificate. Default: false. */
  insecure?: boolean;
  /** Milliseconds until a connection has to be there. Default: 10,000. */
  connectsWithin?: number;
  /** Milliseconds without a byte of the answer. Default: 30,000. */
  silentFor?: number;
}

export interface TransportRequest {
  method?: 'GET' | 'HEAD';
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export interface TransportAnswer {
  status: number;
  header(name: string): string | undefined;
  /** To be read to its end, or left to `discard`. */
  body: AsyncIterable<Uint8Array>;
  /** Keeps the connection when little is left, and closes it when much is. */
  discard(): void;
}

/** Exchanges over http and https, each with one URL that was checked. Redirects are answers like any other. */
export interface Transport extends AsyncDisposable {
  /** @throws what the address check refuses with, or what the network failed with */
  send(url: URL, request?: TransportRequest): Promise<TransportAnswer>;
}

/** @throws RegistryError LB7214 when `ca` holds no certificates */
export function openTransport(options: TransportOptions = {}): Transport {
  const { addresses, ca, insecure = false, connectsWithin = 10_000, silentFor = 30_000 } = options;
  const agent = new Agent({
    allowH2: false,
    headersTimeout: silentFor,
    bodyTimeout: silentFor,
    connect: {
      timeout: connectsWithin,
      rejectUnauthorized: !insecure,
      ...(addresses?.lookup !== undefined && { lookup: addresses.lookup }),
      ...(ca !== undefined && { secureContext: contextWith(ca) }),
    },
  });
  return {
    async send(url, { method = 'GET', headers, signal } = {}) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:')
        throw new RegistryError('LB7210', { url: shownUrl(url) });
      addresses?.check(url);
      const bare = new URL(url);
      bare.username = bare.password = bare.hash = '';
      const answer = await request(bare, {
        method,
        dispatcher: agent,
        headers: { 'user-agent': 'LuBan', 'accept-encoding': 'identity', ...headers },
        ...(signal !== undefined && { signal }),
      });
      // An abort after the last byte was read must not end the process.
      answer.body.on('error', () => {});
      return {
        status: answer.statusCode,
        header(name) {
          const value = answer.headers[name];
          return Array.isArray(value) ? value.join(', ') : value;
        },
        body: answer.body,
        discard: () => void answer.body.dump({ limit: 65_536 }).catch(() => {}),
      };
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** A URL as it may be shown: without what is secret in many. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function contextWith(ca: string) {
  if (!ca.includes('-----BEGIN CERTIFICATE-----')) throw new RegistryError('LB7214');
  try {
    return createSecureContext({ ca: [...getCACertificates('default'), ca] });
  } catch (error) {
    throw new RegistryError('LB7214', {}, { cause: error });
  }
}
