/** Identity alone, in front of a real API server that all tests of a file share. */
import cookie from '@fastify/cookie';
import type { KubeClient } from '@luban/kube/client';
import { startTestApi, type TestApi } from '@luban/kube-apiserver/testing';
import fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import { createAddressGuard } from '../../addresses/address-guard.ts';
import { registerErrors } from '../../errors.ts';
import { ensureOwnNamespace } from '../../kube/own-namespace.ts';
import { installPlatformDefinitions } from '../../kube/platform-definitions/install-platform-definitions.ts';
import { DEFAULT_RULES } from '../../limits/limit-rules.ts';
import { RefusedRequests } from '../../limits/refused-requests.ts';
import { TokenGuesses } from '../../limits/token-guesses.ts';
import { createMetrics } from '../../metrics/metrics.ts';
import { soleLeader } from '../../operations/leadership.ts';
import { temporaryFolder } from '../../test-support/temporary-folder.ts';
import { cheapHash } from '../../test-support/test-administrator.ts';
import { acceptUpgrades } from '../../upgrades.ts';
import { identityOf } from '../identity.ts';
import { identityEnd } from '../identity-end.ts';
import { openIdentity } from '../open-identity.ts';
import { registerOriginCheck } from '../origin-check.ts';
import { requireSession } from '../session-hook.ts';
import { USERS, type UserObject } from '../user.ts';

export const SECRET_WORDS = 'written by hand';
const HASH = cheapHash(SECRET_WORDS);

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';

/** One replica. */
export interface IdentityReplica {
  app: FastifyInstance;
  ask(
    method: Method,
    url: string,
    options?: InjectOptions & { cookie?: string; token?: string },
  ): Promise<LightMyRequestResponse>;
  signIn(username: string, password?: string, remoteAddress?: string): Promise<LightMyRequestResponse>;
  /** Signs in and returns the `Cookie` header. */
  cookieOf(username: string, password?: string): Promise<string>;
  /** Who the cookie is for, by `GET /api/session`. */
  who(cookie: string): Promise<LightMyRequestResponse>;
  pass(milliseconds: number): void;
  /** What went wrong beside requests. */
  errors: unknown[];
}

export interface IdentityStage {
  kube(): KubeClient;
  /** Opens a replica. Its clock is its own; it ends with the test. */
  open(options?: {
    allowHosts?: string[];
    adminPassword?: string;
    now?: number;
    port?: number;
  }): Promise<IdentityReplica>;
  /** A new user, by default with the password of `SECRET_WORDS`. @returns the name */
  user(spec?: UserObject['spec'], annotations?: Record<string, string>): Promise<string>;
}

/** To be called at the top of a test file. */
export function identityStage(): IdentityStage {
  vi.setConfig({ testTimeout: 30_000 });
  let api: TestApi | undefined;
  let users = 0;
  beforeAll(async () => {
    api = await startTestApi({ listens: false });
    await installPlatformDefinitions(api.client);
    await ensureOwnNamespace(api.client);
  }, 60_000);
  afterAll(() => api?.[Symbol.asyncDispose]());
  const kube = () => api!.client;

  return {
    kube,
    async user(spec = {}, annotations = {}) {
      const name = `user-${++users}`;
      await kube().create(USERS, {
        apiVersion: 'iam.kubesphere.io/v1beta1',
        kind: 'User',
        metadata: { name, annotations },
        spec: { password: HASH, ...spec },
      });
      return name;
    },
    async open({ allowHosts = [], adminPassword, now: start = Date.now(), port } = {}) {
      let time = start;
      const errors: unknown[] = [];
      const onError = (error: unknown) => void errors.push(error);
      const app = fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 600 } });
      const identity = await openIdentity({
        client: api!.server.client({ userAgent: 'luban' }),
        dataDir: await temporaryFolder(),
        adminPassword,
        leadership: soleLeader(onError),
        guard: createAddressGuard(allowHosts),
        allowHosts,
        now: () => time,
        onError,
      });
      await app.register(cookie);
      acceptUpgrades(app);
      registerErrors(app);
      registerOriginCheck(app);
      const refused = new RefusedRequests(createMetrics());
      const limits = { rules: DEFAULT_RULES, from: 'defaults' } as const;
      identity.registerHook(app, new TokenGuesses({ limits: () => limits, refused }));
      identity.registerRoutes(app, { onEnd() {} });
      registerProbes(app, identity.signInFacts);
      onTestFinished(async () => {
        await app.close();
        await identity[Symbol.asyncDispose]();
      });
      if (port !== undefined) await app.listen({ port, host: '127.0.0.1' });
      const ask: IdentityReplica['ask'] = (method, url, { cookie, token, headers, ...rest } = {}) =>
        app.inject({
          method,
          url,
          ...rest,
          headers: {
            ...(cookie !== undefined && { cookie }),
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...headers,
          },
        });
      const signIn: IdentityReplica['signIn'] = (username, password = SECRET_WORDS, remoteAddress) =>
        ask('POST', '/api/session', { payload: { username, password }, remoteAddress });
      return {
        app,
        ask,
        signIn,
        async cookieOf(username, password) {
          const response = await signIn(username, password);
          if (response.statusCode !== 200) throw new Error(response.body);
          return cookieIn(response);
        },
        who: (cookie) => ask('GET', '/api/session', { cookie }),
        pass: (milliseconds) => {
          time += milliseconds;
        },
        errors,
      };
    },
  };
}

export function cookieIn(response: LightMyRequestResponse): string {
  return response.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** What other parts of the server do with an identity, in short. */
function registerProbes(app: FastifyInstance, facts: Awaited<ReturnType<typeof openIdentity>>['signInFacts']): void {
  app.get('/probe/session', { preHandler: requireSession }, async (request) => request.session!.user);
  app.get('/probe/identity', async (request) => identityOf(request));
  app.get('/api/v1/probe', async (request) => identityOf(request));
  app.get('/probe/stream', async (request, reply) => {
    identityOf(request);
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/plain' });
    reply.raw.write('open\n');
    identityEnd(request).addEventListener('abort', () => reply.raw.end('ended\n'));
  });
  for (const path of ['/login', '/login/confirm']) app.get(path, async (request) => facts(request));
  app.get('/', async (request) => ({ user: request.session?.user ?? null }));
}
