import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A connection that asks for another protocol, such as a WebSocket. */
export interface Upgrade {
  socket: Duplex;
  /** What came behind the request already. */
  head: Buffer;
}

interface Waiting extends Upgrade {
  response: ServerResponse;
  onTake: ((socket: Duplex) => void)[];
}

/** Milliseconds for last words on connections that were taken over. */
const PARTING = 300;

const waiting = new WeakMap<IncomingMessage, Waiting>();

/**
 * Lets requests for an upgrade take the way of all others: identity, origin, limits and routes. A route that wants one
 * takes it with `takeUpgrade`; any other answer goes out as usual, and the connection ends.
 */
export function acceptUpgrades(app: FastifyInstance): void {
  const open = new Set<Duplex>();
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as never);
    response.on('finish', () => socket.end());
    waiting.set(request, { socket, head, response, onTake: [] });
    app.routing(request, response);
  });
  app.addHook('preClose', async () => {
    // Those who hold them may say more at the end, such as when to come back.
    setTimeout(() => {
      for (const socket of open) socket.destroy();
    }, PARTING);
  });
}

export function wantsUpgrade(request: FastifyRequest): boolean {
  return waiting.has(request.raw);
}

/** Takes the connection over. Nothing may be sent by `reply` any more. @throws Error when there is none */
export function takeUpgrade(request: FastifyRequest, reply: FastifyReply): Upgrade {
  const found = waiting.get(request.raw);
  if (found === undefined) throw new Error('The request asks for no upgrade');
  waiting.delete(request.raw);
  reply.hijack();
  found.response.detachSocket(found.socket as never);
  for (const call of found.onTake) call(found.socket);
  return { socket: found.socket, head: found.head };
}

/** Calls when a route takes the connection over, for those who count and record. */
export function onUpgrade(request: FastifyRequest, call: (socket: Duplex) => void): void {
  waiting.get(request.raw)?.onTake.push(call);
}
