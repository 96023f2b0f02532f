import type { FastifyInstance } from 'fastify';
import { SERVER_LIMITS } from './server-limits.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What is sent may take as long as it needs, such as a large file over a slow line. */
    longBody?: true;
  }
}

/**
 * Ends requests whose body does not come in time. The server's own limit is one for all, and leaves room for the longest;
 * here each route but those has the usual one.
 *
 * @param within milliseconds. Default: `SERVER_LIMITS.requestWithin`
 */
export function limitBodyTime(app: FastifyInstance, within: number = SERVER_LIMITS.requestWithin): void {
  app.addHook('onRequest', ({ raw, routeOptions }, reply, done) => {
    const hasBody = Number(raw.headers['content-length'] ?? 0) > 0 || raw.headers['transfer-encoding'] !== undefined;
    if (!hasBody || routeOptions.config?.longBody) return done();
    const timer = setTimeout(() => {
      if (raw.complete) return;
      if (reply.raw.headersSent) raw.socket.destroy();
      else raw.socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
    }, within).unref();
    const clear = () => clearTimeout(timer);
    raw.once('end', clear);
    raw.once('close', clear);
    done();
  });
}
