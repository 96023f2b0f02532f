/** A real OpenID provider on loopback, whose people sign in without a form, and which can be told to misbehave. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubeObject } from '@luban/kube';
import { decodeJwt, exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import Provider, { type AccountClaims } from 'oidc-provider';
import { onTestFinished } from 'vitest';

export interface TestProvider {
  /** `http://127.0.0.1:40123` */
  issuer: string;
  /** `127.0.0.1:40123`, for the hosts that are allowed. */
  host: string;
  /** Who signs in next. */
  account: string;
  /** Claims by account. */
  people: Record<string, Omit<AccountClaims, 'sub'>>;
  /** Nothing answers. */
  down: boolean;
  /** Changes what ID tokens say; another key may sign them. */
  tamper: ((claims: JWTPayload) => JWTPayload) | undefined;
  forges: boolean;
  /** Paths of the requests so far. */
  readonly requests: string[];
  /** Ends everything that an account was given. */
  revoke(account: string): Promise<void>;
  /** The Secret that makes it known. */
  secret(options?: ProviderSecretOptions): KubeObject;
}

export interface ProviderSecretOptions {
  name?: string;
  mappingMethod?: string;
  /** Further lines of `provider`. */
  extra?: string;
  issuer?: string;
}

const CLIENT = { id: 'luban', secret: 'a secret of more than thirty-two letters' };

/** Made once, for they take longer than most tests: those that sign, and those of somebody else. */
let keyPairs: Promise<[GenerateKeyPairResult, GenerateKeyPairResult]> | undefined;

/** @param origins of the consoles that may send people here */
export async function openIdProvider(origins: readonly string[], names = ['sso']): Promise<TestProvider> {
  keyPairs ??= Promise.all([generateKeyPair('RS256', { extractable: true }), generateKeyPair('RS256')]);
  const [keys, otherKeys] = await keyPairs;
  const jwk = { ...(await exportJWK(keys.privateKey)), use: 'sig', alg: 'RS256', kid: 'one' };
  let handle: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `http://${host}`;
  const grants = new Map<string, Set<string>>();
  const test: TestProvider = {
    issuer,
    host,
    account: 'ada',
    people: {},
    down: false,
    tamper: undefined,
    forges: false,
    requests: [],
    async revoke(account) {
      for (const id of grants.get(account) ?? []) {
        await provider.RefreshToken.revokeByGrantId(id);
        await provider.AccessToken.revokeByGrantId(id);
      }
    },
    secret: ({ name = 'sso', mappingMethod = 'auto', extra = '', issuer: at = issuer } = {}) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'config.kubesphere.io/identityprovider',
      metadata: { name: `identityprovider-${name}`, labels: { 'config.kubesphere.io/type': 'identityprovider' } },
      data: {
        'configuration.yaml': Buffer.from(
          `name: ${name}\ntype: oidc\nmappingMethod: ${mappingMethod}\ndisplayName: Single sign-on\nprovider:\n` +
            `  issuer: ${at}\n  clientID: ${CLIENT.id}\n  clientSecret: ${CLIENT.secret}\n` +
            `  scopes: [openid, profile, email, offline_access]\n${extra}`,
        ).toString('base64'),
      },
    }),
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: origins.flatMap((origin) => names.map((name) => `${origin}/oauth/redirect/${name}`)),
        post_logout_redirect_uris: origins.map((origin) => `${origin}/login`),
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ['for tests'] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { AccessToken: 300, IdToken: 300, RefreshToken: 86_400, Grant: 86_400, Session: 86_400, Interaction: 600 },
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        logoutSource(context, form) {
          context.body = `<!doctype html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`;
        },
      },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...test.people[id] }) }),
  });
  const answer = provider.callback();
  handle = (request, response) => {
    if (test.down) return void request.socket.destroy();
    test.requests.push(`${request.method} ${request.url?.split('?')[0]}`);
    if (request.url?.startsWith('/interaction/')) return void interact(request, response);
    if (request.url === '/token') alterIdToken(response);
    answer(request, response);
  };

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      return provider.interactionFinished(request, response, { login: { accountId: test.account } });
    }
    const accountId = session!.accountId;
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope('openid profile email offline_access');
    const grantId = await grant.save();
    grants.set(accountId, (grants.get(accountId) ?? new Set()).add(grantId));
    await provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
  }

  function alterIdToken(response: ServerResponse): void {
    const { tamper, forges } = test;
    if (tamper === undefined && !forges) return;
    const end = response.end.bind(response);
    response.end = ((body: unknown) => {
      void (async () => {
        const tokens = JSON.parse(String(body)) as { id_token: string };
        const claims = (tamper ?? ((same) => same))(decodeJwt(tokens.id_token));
        const key = forges ? otherKeys.privateKey : keys.privateKey;
        tokens.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
        const text = JSON.stringify(tokens);
        response.setHeader('content-length', Buffer.byteLength(text));
        end(text);
      })();
      return response;
    }) as typeof response.end;
  }
  return test;
}
