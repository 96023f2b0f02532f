import type { FastifyReply, FastifyRequest } from 'fastify';
import { identityEnd } from '../identity/identity-end.ts';

/** Most exchanges are over before anybody could sign out. */
const SHORT = 10_000;

/**
 * Calls when who asked is signed out, or their token is taken back, while the exchange still goes on.
 *
 * @param lasts it will go on for long
 */
export function whenIdentityEnds(
  request: FastifyRequest,
  reply: FastifyReply,
  call: () => void,
  { lasts }: { lasts: boolean },
): void {
  const watch = () => identityEnd(request).addEventListener('abort', call, { once: true });
  if (lasts) {
    watch();
    return;
  }
  const timer = setTimeout(watch, SHORT).unref();
  reply.raw.once('close', () => clearTimeout(timer));
}
