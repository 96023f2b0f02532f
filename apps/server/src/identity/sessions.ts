import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clearCookie, readCookie, setCookie } from './cookie.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { written } from './host-cluster.ts';
import type { ProviderSessions } from './provider-sessions.ts';
import type { Seal } from './seal.ts';
import type { User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

/** Who is signed in, as the sealed cookie carries it. Times are milliseconds of the epoch. */
export interface Session {
  id: string;
  user: { name: string; displayName: string };
  /** `User.credential` at sign-in. */
  credential: string;
  /** When the person signed in. */
  since: number;
  /** When the cookie was sealed last. */
  sealed: number;
  /** The OpenID provider that vouched for the person. Absent: a password did. */
  provider?: string;
}

/** A session ends this long after its last use. */
export const IDLE_LIFE = 12 * 3_600_000;
/** And this long after sign-in, used or not. */
export const WHOLE_LIFE = 7 * 24 * 3_600_000;
/** A cookie older than this is sealed anew when it is used. */
const RENEWAL = 15 * 60_000;
/** Opened cookies that are remembered, so that not every request has to open its own. */
const REMEMBERED = 2_000;
/** Milliseconds in which a session that the cluster says is over is not asked about again. */
const OVER_FOR = 5_000;

export interface SessionsOptions {
  seal: Seal;
  users: UserDirectory;
  ended: EndedSessions;
  providerSessions: ProviderSessions;
  now: () => number;
}

/** A session that is good, and whose it is. */
export interface OpenSession {
  session: Session;
  user: User;
}

interface Opened {
  session: Session;
  /** The same session sealed anew, and when that began. */
  renewed?: { at: number; cookie: Promise<{ session: Session; sealed: string }> };
}

/** Sealed cookies. What they say is held against the user and the ended sessions, which all replicas know. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #opened = new Map<string, Promise<Opened | undefined>>();
  /** `Seal.changes` when they were opened. */
  #openedAt = 0;
  /** Session id to the time until which it need not be asked about. */
  readonly #over = new Map<string, number>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** With a new id, whatever cookie the request came with. */
  async start(
    request: FastifyRequest,
    reply: FastifyReply,
    { name, displayName, credential }: User,
    { id = newSessionId(), provider }: { id?: string; provider?: string } = {},
  ): Promise<Session> {
    const now = this.#options.now();
    const session: Session = { id, user: { name, displayName }, credential, since: now, sealed: now };
    if (provider !== undefined) session.provider = provider;
    this.#setCookie(request, reply, session, await this.#options.seal.seal(session));
    return session;
  }

  /** The session of a request, its cookie renewed on `reply` when it is getting old. */
  async read(request: FastifyRequest, reply: FastifyReply): Promise<OpenSession | undefined> {
    const sealed = readCookie(request, COOKIE);
    if (sealed === undefined || sealed === '') return undefined;
    const opened = await this.#open(sealed);
    if (opened === undefined) return undefined;
    let { session } = opened;
    const user = await this.#userOf(session);
    if (user === undefined) return undefined;
    const { providerSessions, now } = this.#options;
    if (session.provider !== undefined && !(await providerSessions.holds(session))) return undefined;
    if (now() - session.sealed >= RENEWAL) session = await this.#renew(request, reply, opened);
    const { name, displayName } = user;
    return { session: { ...session, user: { name, displayName } }, user };
  }

  /** Whether a session that was open is still good, as far as was heard. */
  alive(session: Session): boolean {
    if (!this.#lasts(session)) return false;
    const user = this.#options.users.get(session.user.name);
    return user !== undefined && fits(session, user) && !this.#options.providerSessions.isOver(session);
  }

  async end(request: FastifyRequest, reply: FastifyReply, session: Session): Promise<void> {
    this.forget(request, reply);
    const until = Math.min(session.since + WHOLE_LIFE, this.#options.now() + IDLE_LIFE);
    await written(this.#options.ended.add(session.id, until));
  }

  /** Takes the cookie back, whatever it holds. */
  forget(request: FastifyRequest, reply: FastifyReply): void {
    clearCookie(request, reply, COOKIE);
  }

  #lasts(session: Session): boolean {
    return endOf(session) > this.#options.now() && !this.#options.ended.has(session.id);
  }

  /** What was heard may be older than the session, for instance right after a new password. */
  async #userOf(session: Session): Promise<User | undefined> {
    if (!this.#lasts(session)) return undefined;
    const { users, now } = this.#options;
    const heard = users.get(session.user.name);
    if (heard !== undefined && fits(session, heard)) return heard;
    if ((this.#over.get(session.id) ?? 0) > now()) return undefined;
    const fresh = await users.fresh(session.user.name);
    if (fresh !== undefined && fits(session, fresh)) return fresh;
    keep(this.#over, session.id, now() + OVER_FOR);
    return undefined;
  }

  /** Requests that come at once share one opened cookie, and with it one renewed. */
  #open(sealed: string): Promise<Opened | undefined> {
    const { changes } = this.#options.seal;
    if (this.#openedAt !== changes) this.#opened.clear();
    this.#openedAt = changes;
    let opened = this.#opened.get(sealed);
    if (opened === undefined) {
      opened = this.#options.seal.open(sealed).then((session) => {
        if (isSession(session)) return { session };
        // Whoever sends rubbish must not crowd out the cookies that are good.
        this.#opened.delete(sealed);
        return undefined;
      });
      keep(this.#opened, sealed, opened);
    }
    return opened;
  }

  async #renew(request: FastifyRequest, reply: FastifyReply, opened: Opened): Promise<Session> {
    const { seal, now } = this.#options;
    const at = now();
    if (opened.renewed === undefined || at - opened.renewed.at >= RENEWAL) {
      const session = { ...opened.session, sealed: at };
      opened.renewed = { at, cookie: seal.seal(session).then((sealed) => ({ session, sealed })) };
    }
    const { session, sealed } = await opened.renewed.cookie;
    this.#setCookie(request, reply, session, sealed);
    return session;
  }

  #setCookie(request: FastifyRequest, reply: FastifyReply, session: Session, sealed: string): void {
    const maxAge = Math.ceil((endOf(session) - this.#options.now()) / 1000);
    setCookie(request, reply, COOKIE, sealed, { maxAge });
  }
}

const COOKIE = 'luban_session';

export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}

function endOf(session: Session): number {
  return Math.min(session.sealed + IDLE_LIFE, session.since + WHOLE_LIFE);
}

function fits(session: Session, user: User): boolean {
  return user.state !== 'Disabled' && user.credential === session.credential;
}

/** Sealed things of other kinds must not pass as sessions. */
function isSession(value: unknown): value is Session {
  if (typeof value !== 'object' || value === null) return false;
  const { id, user, credential, since, sealed } = value as Partial<Record<keyof Session, unknown>>;
  const name = typeof user === 'object' && user !== null && 'name' in user ? user.name : undefined;
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    typeof credential === 'string' &&
    typeof since === 'number' &&
    typeof sealed === 'number'
  );
}

/** The oldest go first. */
function keep<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
}
