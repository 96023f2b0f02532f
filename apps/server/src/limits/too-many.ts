import type { FastifyRequest } from 'fastify';
import { networkOf } from '../identity/network-of.ts';
import { Refusal } from '../refusal.ts';
import type { VerbClass } from './verb-class.ts';

/** The answer to who asks too often. */
export function tooMany(request: FastifyRequest, verbs: VerbClass, seconds: number): Refusal {
  const params = { who: whoOf(request), verbs, seconds };
  return new Refusal(429, 'LB5700', params, { headers: { 'retry-after': String(seconds) } });
}

/** By the name that people know. */
export const whoOf = ({ identity, ip }: FastifyRequest) => identity?.name ?? networkOf(ip);
