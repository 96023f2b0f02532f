import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearCookie, isHttps, readCookie, setCookie } from './cookie.ts';
import type { Attempt, Person } from './openid-provider.ts';
import type { Seal } from './seal.ts';

/** An attempt to sign in with a provider, as a sealed cookie carries it there and back. */
export interface Flow extends Attempt {
  kind: 'flow';
  provider: string;
  /** Path to go to afterwards. */
  next: string;
  /** Milliseconds of the epoch. */
  at: number;
}

/** Somebody who is known to a provider and has to choose a name here. */
export interface Newcomer {
  kind: 'newcomer';
  person: Person;
  suggested: string;
  next: string;
  at: number;
}

/** Milliseconds that a person may take. */
export const FLOW_LIFE = 10 * 60_000;
const NEWCOMER = 'luban_newcomer';

export interface FlowOptions {
  seal: Seal;
  now: () => number;
}

/** Attempts have cookies of their own, so that two tabs may sign in at once. */
export class Flows {
  readonly #seal: Seal;
  readonly #now: () => number;

  constructor({ seal, now }: FlowOptions) {
    this.#seal = seal;
    this.#now = now;
  }

  async start(
    request: FastifyRequest,
    reply: FastifyReply,
    { provider, redirectUri, next }: Pick<Flow, 'provider' | 'redirectUri' | 'next'>,
  ): Promise<Flow> {
    const random = () => randomBytes(32).toString('base64url');
    const [state, nonce, verifier] = [random(), random(), random()];
    const flow: Flow = { kind: 'flow', provider, redirectUri, next, state, nonce, verifier, at: this.#now() };
    setCookie(request, reply, flowCookie(state), await this.#seal.seal(flow), { maxAge: FLOW_LIFE / 1_000 });
    return flow;
  }

  /** The attempt that a state belongs to, once. Undefined: it began in another browser, or too long ago. */
  async take(
    request: FastifyRequest,
    reply: FastifyReply,
    provider: string,
    state: unknown,
  ): Promise<Flow | undefined> {
    if (typeof state !== 'string' || state.length > 200) return undefined;
    const sealed = readCookie(request, flowCookie(state));
    if (sealed === undefined) return undefined;
    clearCookie(request, reply, flowCookie(state));
    const flow = await this.#open<Flow>(sealed, 'flow');
    return flow !== undefined && flow.provider === provider && isSame(flow.state, state) ? flow : undefined;
  }

  async welcome(request: FastifyRequest, reply: FastifyReply, newcomer: Omit<Newcomer, 'kind' | 'at'>): Promise<void> {
    const sealed = await this.#seal.seal({ kind: 'newcomer', ...newcomer, at: this.#now() } satisfies Newcomer);
    setCookie(request, reply, NEWCOMER, sealed, { maxAge: FLOW_LIFE / 1_000 });
  }

  async newcomer(request: FastifyRequest): Promise<Newcomer | undefined> {
    const sealed = readCookie(request, NEWCOMER);
    return sealed === undefined || sealed === '' ? undefined : this.#open<Newcomer>(sealed, 'newcomer');
  }

  forgetNewcomer(request: FastifyRequest, reply: FastifyReply): void {
    clearCookie(request, reply, NEWCOMER);
  }

  async #open<T extends Flow | Newcomer>(sealed: string, kind: T['kind']): Promise<T | undefined> {
    const value = await this.#seal.open(sealed);
    if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== kind) return undefined;
    const opened = value as T;
    return this.#now() - opened.at < FLOW_LIFE ? opened : undefined;
  }
}

/** `https://console.example`, as the person sees it. */
export function originOf(request: FastifyRequest): string {
  return `${isHttps(request) ? 'https' : 'http'}://${request.host}`;
}

function flowCookie(state: string): string {
  return `luban_flow_${createHash('sha256').update(state).digest('hex').slice(0, 12)}`;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
