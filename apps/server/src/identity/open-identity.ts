import type { KubeClient } from '@luban/kube/client';
import type { FastifyInstance } from 'fastify';
import type { Leadership } from '../operations/leadership.ts';
import { ensureAdministrator } from './administrator.ts';
import { EndedSessions } from './ended-sessions.ts';
import { IdentityEnds } from './identity-end.ts';
import { LoginRecords } from './login-records.ts';
import { OwnSecrets } from './own-secrets.ts';
import { registerPasswordRoutes } from './password-routes.ts';
import { PersonalTokens } from './personal-tokens.ts';
import { ProviderSessions } from './provider-sessions.ts';
import { Seal } from './seal.ts';
import { startServiceAccountController } from './service-account-controller.ts';
import { ServiceAccountTokens } from './service-account-tokens.ts';
import { ServiceAccounts } from './service-accounts.ts';
import { registerSessionHook } from './session-hook.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { type Session, Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { registerTokenRoutes } from './token-routes.ts';
import { startUserController } from './user-controller.ts';
import { UserDirectory } from './user-directory.ts';

export interface IdentityOptions {
  /** Of LuBan itself, for the host cluster. */
  client: KubeClient;
  dataDir: string;
  adminPassword?: string;
  leadership: Leadership;
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
  registerHook(app: FastifyInstance): void;
  registerRoutes(app: FastifyInstance, options: { onEnd(session: Session): void }): void;
}

export async function openIdentity(options: IdentityOptions): Promise<IdentityService> {
  const { client, dataDir, adminPassword, leadership, now, onError } = options;
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
  const providerSessions = new ProviderSessions({
    client,
    secrets,
    renew: async () => ({ outcome: 'ended' }),
    now,
  });
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
  const resources = opening.move();
  return {
    sessions,
    users,
    generatedPassword,
    watch,
    registerHook: (app) => registerSessionHook(app, { sessions, tokens, ends }),
    registerRoutes(app, { onEnd }) {
      const endAtProvider = async () => undefined;
      registerSessionRoutes(app, { client, users, sessions, signIn, endAtProvider, onEnd });
      registerPasswordRoutes(app, { client, users, sessions, signIn, onEnd });
      registerTokenRoutes(app, { tokens: personalTokens, users, now });
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
