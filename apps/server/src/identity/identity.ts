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
    /** The person is known, and may do nothing but choose a new password. `identity` is null then. */
    mustChangePassword: boolean;
  }
}

/** Pre-handler of what only somebody known may do. */
export async function requireIdentity(request: FastifyRequest): Promise<void> {
  identityOf(request);
}

/** @throws Refusal 401, or 403 when a new password has to be chosen first */
export function identityOf(request: FastifyRequest): Identity {
  if (request.identity === null) throw noIdentity(request);
  return request.identity;
}

/** Why a request is nobody's. */
export function noIdentity({ mustChangePassword }: FastifyRequest): Refusal {
  return mustChangePassword ? new Refusal(403, 'LB5201') : new Refusal(401, 'LB5003');
}
