import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { written } from './host-cluster.ts';
import { networkOf } from './network-of.ts';
import { type Flows, originOf } from './oauth-flow.ts';
import { createUser, type Mapped, type MappingOptions, mapPerson } from './person-mapping.ts';
import type { ProviderSessions, ProviderTokens } from './provider-sessions.ts';
import type { Providers } from './providers.ts';
import { safeNext } from './safe-next.ts';
import { newSessionId, type Session, type Sessions } from './sessions.ts';
import type { SignIn } from './sign-in.ts';
import { Throttle } from './throttle.ts';

export interface OAuthRoutesOptions extends MappingOptions {
  providers: Providers;
  providerSessions: ProviderSessions;
  flows: Flows;
  sessions: Sessions;
  signIn: SignIn;
  now: () => number;
}

type ByName = { Params: { name: string }; Querystring: Record<string, unknown> };

/** Signing in with OpenID providers. What goes wrong is told on the sign-in page, by number. */
export function registerOAuthRoutes(app: FastifyInstance, options: OAuthRoutesOptions): void {
  const { providers, flows } = options;
  const names = new Throttle({ free: 20, now: options.now });

  app.get('/api/session/providers', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ providers: describeProviders(providers) }),
  );

  app.get<ByName>('/oauth/login/:name', async (request, reply) => {
    const next = safeNext(request.query.next);
    return telling(request, reply, next, async () => {
      const provider = known(providers, request.params.name);
      const { name, redirectUrl } = provider.config;
      const redirectUri = redirectUrl ?? `${originOf(request)}/oauth/redirect/${encodeURIComponent(name)}`;
      const flow = await flows.start(request, reply, { provider: name, redirectUri, next });
      return (await provider.authorizationUrl(flow)).href;
    });
  });

  app.get<ByName>('/oauth/redirect/:name', async (request, reply) => {
    const { name } = request.params;
    const flow = await flows.take(request, reply, name, request.query.state);
    const next = flow?.next ?? '/';
    return telling(request, reply, next, async () => {
      const provider = known(providers, name);
      if (flow === undefined) throw new Refusal(403, 'LB5211', { provider: provider.config.displayName });
      const { person, tokens } = await provider.exchange(request.url.slice(request.url.indexOf('?')), flow);
      const mapped = await mapPerson(options, person, provider.config.mappingMethod);
      if ('user' in mapped) {
        await signInWith(request, reply, name, mapped, tokens, options);
        return next;
      }
      await flows.welcome(request, reply, { person, suggested: mapped.suggested, next });
      return '/login/confirm';
    });
  });

  app.post('/api/session/confirm', { bodyLimit: 4_096 }, async (request, reply) => {
    const newcomer = await flows.newcomer(request);
    if (newcomer === undefined) throw new Refusal(403, 'LB5221');
    const seconds = Math.ceil(names.attempt(networkOf(request.ip)) / 1000);
    if (seconds > 0) throw new Refusal(429, 'LB5002', { seconds }, { headers: { 'retry-after': String(seconds) } });
    const { person, next } = newcomer;
    const user = await createUser(options, person, nameIn(request.body));
    flows.forgetNewcomer(request, reply);
    request.log.info({ user: user.name, provider: person.provider }, 'user made');
    // The provider vouches for the person once more, now for somebody whom it finds here.
    const redirect = `/oauth/login/${encodeURIComponent(person.provider)}?next=${encodeURIComponent(next)}`;
    return reply.code(201).header('cache-control', 'no-store').send({ redirect });
  });
}

export function describeProviders(providers: Providers) {
  return providers.list().map(({ config: { name, displayName } }) => ({
    name,
    displayName,
    url: `/oauth/login/${encodeURIComponent(name)}`,
  }));
}

/** Ends a session at the provider that vouches for it. @returns where the person signs out there, if anywhere */
export async function endAtProvider(
  request: FastifyRequest,
  session: Session,
  { providers, providerSessions }: Pick<OAuthRoutesOptions, 'providers' | 'providerSessions'>,
): Promise<string | undefined> {
  if (session.provider === undefined) return undefined;
  const idToken = await providerSessions.end(session);
  const provider = providers.get(session.provider);
  return idToken && provider?.endSessionUrl(idToken, `${originOf(request)}/login`);
}

async function signInWith(
  request: FastifyRequest,
  reply: FastifyReply,
  provider: string,
  { user }: Extract<Mapped, { user: unknown }>,
  tokens: ProviderTokens,
  { providerSessions, sessions, signIn }: OAuthRoutesOptions,
): Promise<void> {
  const id = newSessionId();
  await written(providerSessions.start(id, user, provider, tokens));
  await sessions.start(request, reply, user, { id, provider });
  signIn.succeeded(user, request, provider);
  request.log.info({ user: user.name, provider }, 'signed in');
}

/** Leads a person on, or back to the sign-in page, which says what went wrong. */
async function telling(
  request: FastifyRequest,
  reply: FastifyReply,
  next: string,
  lead: () => Promise<string>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  try {
    return reply.redirect(await lead(), 302);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    request.log.warn({ err: error.cause, code: error.code, params: error.params }, 'sign-in with a provider failed');
    const query = new URLSearchParams({ error: error.code });
    for (const [name, value] of Object.entries(error.params)) query.set(name, String(value));
    if (next !== '/') query.set('next', next);
    return reply.redirect(`/login?${query}`, 302);
  }
}

function known(providers: Providers, name: string) {
  const provider = providers.get(name);
  if (provider === undefined) throw new Refusal(404, 'LB5216');
  return provider;
}

function nameIn(body: unknown): string {
  const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
  if (typeof name !== 'string' || name.length > 256)
    throw new Refusal(400, 'LB5015', { reason: 'name must be a text' });
  return name.trim();
}
