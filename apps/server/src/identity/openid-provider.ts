import { decodeJwt } from 'jose';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  refreshTokenGrant,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import type { ProviderConfig } from './provider-config.ts';
import { failureOf } from './provider-failure.ts';
import type { ProviderTokens, RenewalOutcome } from './provider-sessions.ts';

export interface OpenIdOptions {
  fetch: CustomFetch;
  /** Whether a URL may be asked without TLS. */
  mayBePlain(url: string): boolean;
  now: () => number;
}

/** Somebody whom a provider vouches for. */
export interface Person {
  provider: string;
  /** Never changes at the provider, and is nobody else's there. */
  subject: string;
  username?: string;
  displayName?: string;
  email?: string;
  emailVerified: boolean;
}

/** What belongs to one attempt to sign in. */
export interface Attempt {
  redirectUri: string;
  state: string;
  nonce: string;
  /** Of PKCE. */
  verifier: string;
}

/** Milliseconds for which what a provider says of itself holds. */
const KNOWN_FOR = 3_600_000;
/** Seconds until a provider has to answer. */
const ANSWERS_WITHIN = 10;
/** Seconds by which clocks may differ. Replay is prevented by nonce, state and PKCE, not by times. */
const TOLERANCE = 660;

type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** One provider, asked by OpenID Connect's code flow with PKCE. All methods but `renew` reject with a Refusal. */
export class OpenIdProvider {
  readonly config: ProviderConfig;
  readonly #options: OpenIdOptions;
  #known: { configuration: Promise<Configuration>; until: number } | undefined;

  constructor(config: ProviderConfig, options: OpenIdOptions) {
    this.config = config;
    this.#options = options;
  }

  /** Where a person signs in. */
  async authorizationUrl({ redirectUri, state, nonce, verifier }: Attempt): Promise<URL> {
    return this.#asking(async (configuration) =>
      buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: this.config.scopes.join(' '),
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // By the standard this scope counts only when the person is asked.
        ...(this.config.scopes.includes('offline_access') && { prompt: 'consent' }),
      }),
    );
  }

  /** @param search what the provider sent the person back with */
  async exchange(search: string, attempt: Attempt): Promise<{ person: Person; tokens: ProviderTokens }> {
    return this.#asking(async (configuration) => {
      const url = new URL(attempt.redirectUri);
      url.search = search;
      const tokens = await authorizationCodeGrant(configuration, url, {
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        pkceCodeVerifier: attempt.verifier,
        idTokenExpected: true,
      });
      return { person: await this.#personOf(configuration, tokens), tokens: this.#kept(tokens) };
    });
  }

  async renew(tokens: ProviderTokens): Promise<RenewalOutcome> {
    const { refreshToken, idToken } = tokens;
    if (refreshToken === undefined) return { outcome: 'ended' };
    try {
      const configuration = await this.#configuration();
      const renewed = await refreshTokenGrant(configuration, refreshToken);
      const kept = this.#kept(renewed, tokens);
      const isSamePerson = kept.idToken === idToken || decodeJwt(kept.idToken).sub === decodeJwt(idToken).sub;
      return isSamePerson ? { outcome: 'renewed', tokens: kept } : { outcome: 'ended' };
    } catch (error) {
      return { outcome: failureOf(error, this.config).isFinal ? 'ended' : 'unreachable' };
    }
  }

  /** Where a person signs out there. Undefined: the provider has no such place, or does not answer. */
  async endSessionUrl(idToken: string, back: string): Promise<string | undefined> {
    try {
      const configuration = await this.#configuration();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      const parameters = { id_token_hint: idToken, post_logout_redirect_uri: back };
      return buildEndSessionUrl(configuration, parameters).href;
    } catch {
      return undefined;
    }
  }

  async #asking<T>(ask: (configuration: Configuration) => Promise<T>): Promise<T> {
    try {
      return await ask(await this.#configuration());
    } catch (error) {
      throw failureOf(error, this.config).refusal;
    }
  }

  #configuration(): Promise<Configuration> {
    const now = this.#options.now();
    if (this.#known !== undefined && now < this.#known.until) return this.#known.configuration;
    const configuration = this.#discover();
    const known = { configuration, until: now + KNOWN_FOR };
    this.#known = known;
    configuration.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return configuration;
  }

  #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const isPlain = this.#options.mayBePlain(issuer);
    return discovery(
      new URL(issuer),
      clientId,
      { ...(clientSecret !== undefined && { client_secret: clientSecret }), [clockTolerance]: TOLERANCE },
      undefined,
      {
        [customFetch]: this.#options.fetch,
        timeout: ANSWERS_WITHIN,
        // The signature of what came over TLS needs no check by the standard; here it is checked in any case.
        execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
      },
    );
  }

  async #personOf(configuration: Configuration, tokens: Tokens): Promise<Person> {
    const told: Record<string, unknown> = { ...tokens.claims() };
    const subject = String(told.sub);
    const { claims, asksUserInfo } = this.config;
    const lacks = told[claims.username] === undefined && told[claims.email] === undefined;
    if ((asksUserInfo || lacks) && configuration.serverMetadata().userinfo_endpoint !== undefined) {
      Object.assign(told, await fetchUserInfo(configuration, tokens.access_token, subject));
    }
    const text = (claim: string): string | undefined => {
      const value = Object.hasOwn(told, claim) ? told[claim] : undefined;
      return typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
    };
    const [username, displayName, email] = [text(claims.username), text('name'), text(claims.email)];
    return {
      provider: this.config.name,
      subject,
      ...(username !== undefined && { username }),
      ...(displayName !== undefined && { displayName }),
      ...(email !== undefined && { email }),
      emailVerified: told.email_verified === true,
    };
  }

  /** A provider need not send again what has not changed. */
  #kept(tokens: Tokens, before?: ProviderTokens): ProviderTokens {
    const refreshToken = tokens.refresh_token ?? before?.refreshToken;
    const seconds = tokens.expiresIn();
    return {
      idToken: tokens.id_token ?? before?.idToken ?? '',
      ...(refreshToken !== undefined && { refreshToken }),
      ...(refreshToken !== undefined && seconds !== undefined && { expires: this.#options.now() + seconds * 1_000 }),
    };
  }
}
