import { type Clock, unauthorized } from '@luban/kube';
import { FRONT_PROXY_CLIENT, type Pki } from '../pki/pki.ts';
import type { Store } from '../store/store.ts';
import type { ClientCertificate } from './client-certificate.ts';
import { extraHeaders, headerValue, headerValues, type RequestHeaders } from './request-headers.ts';
import { createServiceAccountTokens, type ServiceAccountTokens, type VerifiedToken } from './service-account-tokens.ts';
import { ALL_AUTHENTICATED, ANONYMOUS, type UserInfo } from './user.ts';

export interface AuthenticatorOptions {
  readonly pki: Pick<Pki, 'serviceAccount'>;
  readonly store: Store;
  readonly clock: Clock;
  /** Users by bearer token. Default: none. */
  readonly tokens?: ReadonlyMap<string, UserInfo>;
  /** Common names of the client certificates by which front proxies are known. Default: `front-proxy-client`. */
  readonly frontProxy?: readonly string[];
  /** Issuer of the service accounts' tokens. Default: `https://kubernetes.default.svc`. */
  readonly issuer?: string;
  /** Audiences of the server. Default: the issuer. */
  readonly audiences?: readonly string[];
}

export interface Credentials {
  readonly headers: RequestHeaders;
  /** Of the connection, verified. */
  readonly clientCertificate?: ClientCertificate;
}

export interface Authenticator {
  /**
   * Who asks: by a front proxy's word, a client certificate or a bearer token, in this order.
   *
   * @returns undefined for nobody in particular
   * @throws StatusError 401 for a token that is not, or no longer, good
   */
  authenticate(credentials: Credentials): Promise<UserInfo | undefined>;
  /** Whose token it is, if it is for one of the audiences. Default: those of the server. */
  reviewToken(token: string, audiences?: readonly string[]): Promise<VerifiedToken | undefined>;
  readonly serviceAccountTokens: ServiceAccountTokens;
}

export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const { pki, tokens, frontProxy = [FRONT_PROXY_CLIENT] } = options;
  const serviceAccountTokens = createServiceAccountTokens({ ...options, key: pki.serviceAccount });

  const reviewToken: Authenticator['reviewToken'] = async (token, audiences = serviceAccountTokens.audiences) => {
    const user = tokens?.get(token);
    if (user === undefined) return serviceAccountTokens.verify(token, audiences);
    const common = audiences.filter((audience) => serviceAccountTokens.audiences.includes(audience));
    return common.length === 0 ? undefined : { user: withAuthenticated(user), audiences: common };
  };

  return {
    serviceAccountTokens,
    reviewToken,
    async authenticate({ headers, clientCertificate }) {
      if (clientCertificate !== undefined) {
        const forwarded = frontProxy.includes(clientCertificate.commonName) ? forwardedUser(headers) : undefined;
        return forwarded ?? certificateUser(clientCertificate);
      }
      const token = bearerToken(headers);
      if (token === undefined) return undefined;
      const verified = await reviewToken(token);
      if (verified === undefined) throw unauthorized();
      return verified.user;
    },
  };
}

/** The token of an `Authorization: Bearer` header; other schemes are nobody's here. */
function bearerToken(headers: RequestHeaders): string | undefined {
  const [scheme = '', token = ''] = headerValue(headers.authorization).split(' ');
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}

function certificateUser({ commonName, organizations, fingerprint }: ClientCertificate): UserInfo {
  if (commonName === '') throw unauthorized();
  return withAuthenticated({
    username: commonName,
    groups: organizations,
    ...(fingerprint !== undefined && {
      extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
    }),
  });
}

/** Source: k8s.io/apiserver/pkg/authentication/request/headerrequest, with the usual names of the headers. */
function forwardedUser(headers: RequestHeaders): UserInfo | undefined {
  const username = headerValue(headers['x-remote-user']);
  if (username === '') return undefined;
  const uid = headerValue(headers['x-remote-uid']);
  const extra = extraHeaders(headers, 'x-remote-extra-');
  return withAuthenticated({
    username,
    groups: headerValues(headers['x-remote-group']),
    ...(uid !== '' && { uid }),
    ...(extra.size > 0 && { extra: Object.fromEntries(extra) }),
  });
}

function withAuthenticated(user: UserInfo): UserInfo {
  if (user.groups.includes(ALL_AUTHENTICATED) || user.username === ANONYMOUS.username) return user;
  return { ...user, groups: [...user.groups, ALL_AUTHENTICATED] };
}
