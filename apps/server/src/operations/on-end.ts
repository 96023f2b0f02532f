import type { FastifyReply, FastifyRequest } from 'fastify';
import { onUpgrade } from '../upgrades.ts';

/**
 * Calls once when the answer is out, the client is gone, or the connection that a route took over has ended.
 *
 * @param call gets the status: 101 for what was taken over, and 499, as others write it, when the client left before an
 * answer
 */
export function onEnd(request: FastifyRequest, reply: FastifyReply, call: (status: number) => void): void {
  const { raw } = reply;
  let ended = false;
  const end = (status: number) => {
    if (ended) return;
    ended = true;
    call(status);
  };
  const answered = () => end(raw.headersSent ? raw.statusCode : 499);
  // Streams that clients leave never finish; answers without a connection of their own never close.
  raw.once('finish', answered);
  raw.once('close', answered);
  onUpgrade(request, (socket) => {
    raw.off('finish', answered);
    raw.off('close', answered);
    socket.once('close', () => end(101));
  });
}
