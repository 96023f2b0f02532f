import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { verbClass } from '../limits/verb-class.ts';
import { wantsUpgrade } from '../upgrades.ts';
import { onEnd } from './on-end.ts';

export interface DrainOptions {
  /** Milliseconds after which what still runs is cut off. Default: 3,000. */
  within?: number;
}

/** Milliseconds between looks for connections on which nothing runs any more. */
const LOOK_EVERY = 50;

/**
 * Lets a server end without breaking anything off: requests are answered, streams end as if they were over, which clients
 * take as the sign to begin anew elsewhere. For a server with `forceCloseConnections: 'idle'`; goes before all hooks that
 * release what answers need.
 */
export function registerDrain(app: FastifyInstance, { within = 3_000 }: DrainOptions = {}): void {
  const streams = new Set<ServerResponse>();
  app.addHook('onRequest', (request, reply, done) => {
    const { method, url } = request;
    if (!wantsUpgrade(request) && verbClass({ method, url, upgrade: false }) === 'watch') {
      streams.add(reply.raw);
      onEnd(request, reply, () => streams.delete(reply.raw));
    }
    done();
  });
  app.addHook('preClose', async () => {
    const idle = setInterval(() => app.server.closeIdleConnections(), LOOK_EVERY);
    const last = setTimeout(() => app.server.closeAllConnections(), within);
    const ended = () => {
      clearInterval(idle);
      clearTimeout(last);
    };
    if (app.server.listening) app.server.once('close', ended);
    else ended();
    // After the hooks of those who know more about their streams, and may say more at the end.
    setImmediate(() => {
      for (const stream of streams) endStream(stream);
    });
  });
}

function endStream(stream: ServerResponse): void {
  if (!stream.headersSent || stream.writableEnded) return;
  // Who writes to it may do so once more before it hears of the end.
  stream.on('error', () => {});
  stream.end();
}
