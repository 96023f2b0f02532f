import type { ServerOptions } from 'node:http';

/** Whatever a ConfigMap says: these keep the server itself alive. Milliseconds, and bytes. */
export const SERVER_LIMITS = {
  /** Of a request's line and headers together. Cookies, tokens and long selectors fit. */
  headerBytes: 32 * 1024,
  /** Until the headers of a request are in. */
  headersWithin: 20_000,
  /** Until a request is in, body included. An answer may take as long as it wants. */
  requestWithin: 300_000,
  /** The same where a route says `longBody`, such as for uploads. */
  longRequestWithin: 12 * 3_600_000,
  /** Between two requests on a connection. Longer than the 60 s of most proxies, so that these close first. */
  idleConnection: 72_000,
  /** Without a byte either way; as a kubelet has it for streams. */
  silentConnection: 4 * 3_600_000,
  /** Between looks for connections that are too slow. */
  lookEvery: 5_000,
  /** Until the other side is asked whether it still lives. */
  keepAliveAfter: 30_000,
  /** Of a body, where a route says nothing else. */
  bodyBytes: 2 ** 20,
} as const;

/** For `fastify()`. */
export const SERVER_OPTIONS = {
  bodyLimit: SERVER_LIMITS.bodyBytes,
  // For most `limitBodyTime` has a shorter one.
  requestTimeout: SERVER_LIMITS.longRequestWithin,
  keepAliveTimeout: SERVER_LIMITS.idleConnection,
  connectionTimeout: SERVER_LIMITS.silentConnection,
  http: {
    maxHeaderSize: SERVER_LIMITS.headerBytes,
    headersTimeout: SERVER_LIMITS.headersWithin,
    connectionsCheckingInterval: SERVER_LIMITS.lookEvery,
    keepAlive: true,
    keepAliveInitialDelay: SERVER_LIMITS.keepAliveAfter,
  } satisfies ServerOptions,
} as const;
