import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';

/** Who asks, whichever way it was proved. Clusters are asked in this name by impersonation. */
export interface Identity {
  /** `admin`, or `kubesphere:serviceaccount:<namespace>:<name>`. */
  readonly name: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly kind: 'user' | 'service-account';
  /** What proved it. A cookie is sent by browsers on their own, so what came with one needs the check of the origin. */
  readonly via: 'session' | 'token';
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null: nobody has signed in, or the route is public. */
    identity: Identity | null;
  }
}

/** Pre-handler of what only somebody known may do. */
export async function requireIdentity(request: FastifyRequest): Promise<void> {
  if (request.identity === null) throw new Refusal(401, 'LB5003');
}

/** @throws Refusal 401 */
export function identityOf(request: FastifyRequest): Identity {
  if (request.identity === null) throw new Refusal(401, 'LB5003');
  return request.identity;
}
