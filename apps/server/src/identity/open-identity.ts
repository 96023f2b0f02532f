import type { KubeClient } from '@luban/kube/client';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AddressGuard } from '../addresses/address-guard.ts';
import type { TokenGuesses } from '../limits/token-guesses.ts';
import type { Leadership } from '../operations/leadership.ts';
import { ensureAdministrator } from './administrator.ts';
import { EndedSessions } from './ended-sessions.ts';
import { IdentityEnds } from './identity-end.ts';
import { LoginRecords } from './login-records.ts';
import { Flows } from './oauth-flow.ts';
import { endAtProvider, registerOAuthRoutes } from './oauth-routes.ts';
import { OwnSecrets } from './own-secrets.ts';
import { registerPasswordRoutes } from './password-routes.ts';
import { PersonalTokens } from './personal-tokens.ts';
import { providerFetch } from './provider-fetch.ts';
import { ProviderSessions } from './provider-sessions.ts';
import { Providers } from './providers.ts';
import { Seal } from './seal.ts';
import { startServiceAccountController } from './service-account-controller.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import { ServiceAccounts } from './service-accounts.ts';
import { registerSessionHook } from './session-hook.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { type Session, Sessions, WHOLE_LIFE } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { type SignInFacts, signInFacts } from './sign-in-facts.ts';
import { registerTokenRoutes } from './token-routes.ts';
import { startUserController } from './user-controller.ts';
import { UserDirectory } from './user-directory.ts';

export interface IdentityOptions {
  /** Of LuBan itself, for the host cluster. */
  client: KubeClient;
  dataDir: string;
  adminPassword?: string;
  leadership: Leadership;
  /** For the URLs of identity providers. */
  guard: AddressGuard;
  allowHosts: readonly string[];
  now: () => number;
  onError: (error: unknown) => void;
}

/** Who people are, and how they prove it. */
export interface IdentityService extends AsyncDisposable {
  readonly sessions: Sessions;
  readonly users: UserDirectory;
  /** The administrator's password, when it was made at this start. */
  readonly generatedPassword?: string;
  /** Calls when a session may have ended. */
  watch(listener: () => void): Disposable;
  /** What the sign-in page has to know. */
  signInFacts(request: FastifyRequest): Promise<SignInFacts>;
  /** @param guesses slows down those who guess tokens */
  registerHook(app: FastifyInstance, guesses: TokenGuesses): void;
  registerRoutes(app: FastifyInstance, options: { onEnd(session: Session): void }): void;
}

export async function openIdentity(options: IdentityOptions): Promise<IdentityService> {
  const { client, dataDir, adminPassword, leadership, guard, allowHosts, now, onError } = options;
  await using opening = new AsyncDisposableStack();
  const users = opening.use(new UserDirectory(client, onError));
  const secrets = opening.use(new OwnSecrets(client, onError));
  const ended = opening.use(new EndedSessions(client, now, onError));
  const accounts = opening.use(new ServiceAccounts(client, onError));
  const [generatedPassword] = await Promise.all([
    ensureAdministrator({ client, dataDir, password: adminPassword }),
    users.start(),
    secrets.start(),
    ended.start(),
    accounts.start(),
  ]);
  const seal = opening.use(await Seal.open(secrets, onError));
  const outside = opening.use(providerFetch(guard, allowHosts));
  const { mayBePlain } = outside;
  const providers = opening.use(new Providers({ client, secrets, fetch: outside.fetch, mayBePlain, now, onError }));
  await providers.start();
  const providerSessions = new ProviderSessions({
    client,
    secrets,
    renew: async (name, kept) => (await providers.get(name)?.renew(kept)) ?? { outcome: 'ended' },
    now,
  });
  const flows = new Flows({ seal, now });
  const sessions = new Sessions({ seal, users, ended, providerSessions, now });
  const signIn = opening.use(new SignIn({ client, users, records: new LoginRecords(client), now, onError }));
  const personalTokens = new PersonalTokens({ client, secrets, users, now, onError });
  const accountTokens = await ServiceAccountTokens.open(secrets, accounts);
  const tokens = [personalTokens, accountTokens];
  const ends = opening.use(new IdentityEnds());

  const watch: IdentityService['watch'] = (listener) => {
    const subscriptions = new DisposableStack();
    subscriptions.use(users.watch(listener));
    subscriptions.use(secrets.watch(listener));
    subscriptions.use(ended.watch(listener));
    for (const kind of tokens) subscriptions.use(kind.watch(listener));
    return subscriptions;
  };
  opening.use(watch(() => ends.check()));
  opening.use(leadership.whileLeading('users', async () => startUserController({ client, users, onError })));
  opening.use(
    leadership.whileLeading('service accounts', async () =>
      startServiceAccountController({ client, accounts, tokens: accountTokens, onError }),
    ),
  );
  opening.use(
    leadership.whileLeading('session sweep', async () =>
      sweeping(() => providerSessions.sweep(now() - WHOLE_LIFE), onError),
    ),
  );
  const resources = opening.move();
  return {
    sessions,
    users,
    generatedPassword,
    watch,
    signInFacts: (request) => signInFacts(request, { providers, flows }),
    registerHook: (app, guesses) => registerSessionHook(app, { sessions, tokens, ends, guesses }),
    registerRoutes(app, { onEnd }) {
      const end = (request: FastifyRequest, session: Session) =>
        endAtProvider(request, session, { providers, providerSessions });
      registerSessionRoutes(app, { client, users, sessions, signIn, endAtProvider: end, onEnd });
      registerOAuthRoutes(app, { client, users, providers, providerSessions, flows, sessions, signIn, now });
      registerPasswordRoutes(app, { client, users, sessions, signIn, onEnd });
      registerTokenRoutes(app, { tokens: personalTokens, users, now });
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** Once at the beginning and then every hour. */
function sweeping(sweep: () => Promise<void>, onError: (error: unknown) => void): AsyncDisposable {
  let running = Promise.resolve();
  const run = () => {
    running = sweep().catch(onError);
  };
  run();
  const timer = setInterval(run, 3_600_000).unref();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}
