import { basic, type Credentials } from '../http/credentials.ts';
import { type Patience, retrieve } from '../http/retrieve.ts';
import { shownUrl, type Transport } from '../http/transport.ts';
import { RegistryError } from '../registry-error.ts';
import { type Challenge, parseChallenges } from './challenge.ts';

export interface RegistryTokensOptions {
  transport: Transport;
  credentials?: Credentials | undefined;
  patience?: Patience;
  /** Milliseconds of the epoch. Default: `Date.now`. */
  now?: () => number;
}

/** Values of `Authorization` for one registry, by what is asked for. Source: Docker, token authentication. */
export class RegistryTokens {
  readonly #options: RegistryTokensOptions;
  readonly #known = new Map<string, { header: string; until: number }>();
  readonly #asked = new Map<string, Promise<string | undefined>>();

  constructor(options: RegistryTokensOptions) {
    this.#options = options;
  }

  /** What was good for this scope before. */
  known(scope: string): string | undefined {
    const entry = this.#known.get(scope) ?? this.#known.get(EVERY);
    return entry !== undefined && entry.until > this.#now() ? entry.header : undefined;
  }

  /**
   * What the challenge asks for; whoever asks for the same meanwhile gets the same.
   *
   * @param registry origin that the challenge comes from
   * @param refused what was sent already, in vain
   * @returns undefined when there is nothing (else) to send
   */
  answer(scope: string, header: string, registry: URL, refused: string | undefined, signal?: AbortSignal) {
    const known = this.known(scope);
    if (known !== undefined && known !== refused) return Promise.resolve(known);
    let asked = this.#asked.get(scope);
    if (asked === undefined) {
      asked = this.#ask(scope, header, registry, refused, signal).finally(() => this.#asked.delete(scope));
      this.#asked.set(scope, asked);
    }
    return asked;
  }

  async #ask(scope: string, header: string, registry: URL, refused: string | undefined, signal?: AbortSignal) {
    const challenges = parseChallenges(header);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      const { header, lifetime } = await this.#token(bearer, scope, registry, signal);
      this.#known.set(scope, { header, until: this.#now() + lifetime * 0.8 });
      return header;
    }
    const { credentials } = this.#options;
    if (credentials === undefined || !challenges.some(({ scheme }) => scheme === 'basic')) return undefined;
    const value = basic(credentials);
    if (value === refused) return undefined;
    this.#known.set(EVERY, { header: value, until: Number.POSITIVE_INFINITY });
    return value;
  }

  async #token({ parameters }: Challenge, scope: string, registry: URL, signal?: AbortSignal) {
    const { transport, credentials, patience } = this.#options;
    const realm = this.#realm(parameters.get('realm') ?? '', registry);
    const service = parameters.get('service');
    if (service !== undefined) realm.searchParams.set('service', service);
    const wanted = parameters.get('scope') || scope;
    if (wanted !== '') realm.searchParams.set('scope', wanted);
    const answer = await retrieve(
      transport,
      realm,
      {
        headers: { accept: 'application/json' },
        authorization: (url) => (credentials && url.origin === realm.origin ? basic(credentials) : undefined),
        limit: 1024 * 1024,
        within: 30_000,
        signal,
      },
      patience,
    );
    const params = { url: shownUrl(realm), host: realm.host, status: answer.status };
    if (answer.status === 401 || answer.status === 403) throw new RegistryError('LB7206', params);
    const token = answer.status === 200 ? tokenOf(answer.body) : undefined;
    if (token === undefined) throw new RegistryError('LB7226', params);
    return token;
  }

  /** Passwords go over https, or to where they would go over http anyway. */
  #realm(written: string, registry: URL): URL {
    const realm = URL.parse(written);
    if (realm === null || !['https:', 'http:'].includes(realm.protocol)) {
      throw new RegistryError('LB7226', { url: written, host: registry.host, status: 0 });
    }
    const isPlain = realm.protocol === 'http:';
    const isNeighbour = registry.protocol === 'http:' && realm.hostname === registry.hostname;
    const isHarmless = registry.protocol === 'http:' && this.#options.credentials === undefined;
    if (isPlain && !isNeighbour && !isHarmless) {
      throw new RegistryError('LB7227', { url: shownUrl(realm), host: registry.host });
    }
    return realm;
  }

  #now = () => (this.#options.now ?? Date.now)();
}

/** Key of what holds for all scopes. No scope is spelt like this. */
const EVERY = '*';

function tokenOf(body: Uint8Array): { header: string; lifetime: number } | undefined {
  try {
    const answer = JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown> | null;
    const token = answer?.token || answer?.access_token;
    // A line end in it would write headers.
    if (typeof token !== 'string' || !/^[\x21-\x7e]{1,65536}$/.test(token)) return undefined;
    const seconds = Number(answer?.expires_in);
    return { header: `Bearer ${token}`, lifetime: (seconds > 0 && seconds < 1e6 ? seconds : 60) * 1000 };
  } catch {
    return undefined;
  }
}
