import { explain } from '@luban/manifest/messages';
import type { FastifyRequest } from 'fastify';
import { localeOf } from '../preferences.ts';
import type { Flows } from './oauth-flow.ts';
import { describeProviders } from './oauth-routes.ts';
import type { Providers } from './providers.ts';

/** What the sign-in page has to know before it is painted. */
export interface SignInFacts {
  providers: { name: string; displayName: string; url: string }[];
  /** The person is known, and has to choose a new password. */
  mustChangePassword?: { user: string };
  /** The person is known to a provider, and has to choose a name. */
  newcomer?: { suggested: string; displayName?: string; provider: string };
  /** What went wrong before. */
  problem?: { code: string; message: string; cure?: string };
}

/** What the redirects of this server say. A link of somebody else's must not make the page say more. */
const TOLD = /^LB(?:5203|521[0-8]|522[12])$/;

export interface SignInFactsOptions {
  providers: Providers;
  flows: Flows;
}

export async function signInFacts(
  request: FastifyRequest,
  { providers, flows }: SignInFactsOptions,
): Promise<SignInFacts> {
  const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
  const restricted = request.restrictedSession;
  const newcomer = request.url.startsWith('/login/confirm') ? await flows.newcomer(request) : undefined;
  const facts: SignInFacts = { providers: describeProviders(providers) };
  if (restricted !== null) facts.mustChangePassword = { user: restricted.user.name };
  if (newcomer !== undefined) {
    const { person, suggested } = newcomer;
    const provider = providers.get(person.provider)?.config.displayName ?? person.provider;
    facts.newcomer = {
      suggested,
      provider,
      ...(person.displayName !== undefined && { displayName: person.displayName }),
    };
  }
  const code = query.get('error') ?? '';
  if (TOLD.test(code)) {
    const params = { provider: providerIn(query, providers), ...namesIn(query) };
    const { sentence, cure } = explain({ code, params }, localeOf(request));
    facts.problem = { code, message: sentence, cure };
  }
  return facts;
}

/** Only providers that there are: the page repeats nothing that a link says. */
function providerIn(query: URLSearchParams, providers: Providers): string {
  const named = query.get('provider');
  return providers.list().find(({ config }) => config.displayName === named)?.config.displayName ?? 'the provider';
}

/** Names as users and addresses have them, which say nothing else. */
function namesIn(query: URLSearchParams): Record<string, string> {
  const names: Record<string, string> = {};
  for (const key of ['user', 'person', 'name']) {
    const value = query.get(key);
    if (value !== null && /^[\w.@+-]{1,100}$/.test(value)) names[key] = value;
  }
  return names;
}
