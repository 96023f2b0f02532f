import { LIVE_PATH } from '@luban/kube/live';
import type { FastifyInstance } from 'fastify';
import { identityOf, requireIdentity } from '../identity/identity.ts';
import { identityEnd } from '../identity/identity-end.ts';
import { fromHere } from '../identity/origin-check.ts';
import { localeOf } from '../preferences.ts';
import { Refusal } from '../refusal.ts';
import { takeUpgrade, wantsUpgrade } from '../upgrades.ts';
import type { LiveHub } from './live-hub.ts';

/** `GET /api/live`: the one WebSocket of a tab. */
export function registerLiveRoutes(app: FastifyInstance, hub: LiveHub): void {
  app.get(LIVE_PATH, { preHandler: requireIdentity }, async (request, reply) => {
    const identity = identityOf(request);
    // Browsers send the cookie along whoever's page it is that connects, and tell that page what comes.
    if (identity.via === 'session' && !fromHere(request)) {
      throw new Refusal(403, 'LB5004', { origin: String(request.headers.origin ?? 'unknown').slice(0, 200) });
    }
    if (!wantsUpgrade(request)) throw new Refusal(426, 'LB5513', {}, { headers: { upgrade: 'websocket' } });
    const guest = { identity, locale: localeOf(request), ended: identityEnd(request) };
    const { socket, head } = takeUpgrade(request, reply);
    hub.accept(request.raw, socket, head, guest);
    return reply;
  });
}
