import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defaults, seal, unseal } from 'iron-webcrypto';

/** Who is signed in, as the sealed cookie carries it. Times are milliseconds of the epoch. */
export interface Session {
  id: string;
  user: { name: string; displayName: string };
  /** `Administrator.credential` at sign-in. */
  credential: string;
  /** When the person signed in. */
  since: number;
  /** When the cookie was sealed last. */
  sealed: number;
}

/** A session ends this long after its last use. */
export const IDLE_LIFE = 12 * 3_600_000;
/** And this long after sign-in, used or not. */
export const WHOLE_LIFE = 7 * 24 * 3_600_000;
/** A cookie older than this is sealed anew when it is used. */
const RENEWAL = 15 * 60_000;

export interface SessionsOptions {
  key: string;
  credential: string;
  /** Default: `Date.now`. */
  now?: () => number;
}

/** Sealed cookies: nothing is kept on the server but the ids of sessions that were ended by hand. */
export class Sessions {
  readonly #key: string;
  readonly #credential: string;
  readonly #now: () => number;
  /** Session id to the time when its cookie would end anyway. */
  readonly #ended = new Map<string, number>();

  constructor(options: SessionsOptions) {
    this.#key = options.key;
    this.#credential = options.credential;
    this.#now = options.now ?? Date.now;
  }

  async start(request: FastifyRequest, reply: FastifyReply, user: Session['user']): Promise<Session> {
    const now = this.#now();
    const session = {
      id: randomBytes(16).toString('base64url'),
      user,
      credential: this.#credential,
      since: now,
      sealed: now,
    };
    await this.#setCookie(request, reply, session);
    return session;
  }

  /** The session of a request, its cookie renewed on `reply` when it is getting old. */
  async read(request: FastifyRequest, reply: FastifyReply): Promise<Session | undefined> {
    const sealed = request.cookies[cookieName(request)];
    if (sealed === undefined) return undefined;
    const session = await this.#open(sealed);
    if (session === undefined || !this.alive(session)) return undefined;
    const now = this.#now();
    if (now - session.sealed < RENEWAL) return session;
    const renewed = { ...session, sealed: now };
    await this.#setCookie(request, reply, renewed);
    return renewed;
  }

  /** Whether a session that was open is still good. */
  alive(session: Session): boolean {
    return endOf(session) > this.#now() && session.credential === this.#credential && !this.#ended.has(session.id);
  }

  end(request: FastifyRequest, reply: FastifyReply, session: Session): void {
    for (const [id, until] of this.#ended) if (until <= this.#now()) this.#ended.delete(id);
    this.#ended.set(session.id, session.since + WHOLE_LIFE);
    reply.clearCookie(cookieName(request), cookieOptions(request));
  }

  async #open(sealed: string): Promise<Session | undefined> {
    try {
      return (await unseal(sealed, this.#key, defaults)) as Session;
    } catch {
      return undefined;
    }
  }

  async #setCookie(request: FastifyRequest, reply: FastifyReply, session: Session): Promise<void> {
    const maxAge = Math.ceil((endOf(session) - this.#now()) / 1000);
    reply.setCookie(cookieName(request), await seal(session, this.#key, defaults), {
      ...cookieOptions(request),
      maxAge,
    });
  }
}

function endOf(session: Session): number {
  return Math.min(session.sealed + IDLE_LIFE, session.since + WHOLE_LIFE);
}

/** Browsers take the prefix `__Host-` over https alone. */
function cookieName(request: FastifyRequest): string {
  return isHttps(request) ? '__Host-luban_session' : 'luban_session';
}

/** Strict would sign out whoever follows a link from elsewhere into the console. */
function cookieOptions(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: isHttps(request) } as const;
}

/** A claim of the proxy in front is believed here: who lies about it only spoils a cookie of their own. */
function isHttps(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
}
