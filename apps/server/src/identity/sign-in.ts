import { isStatusError, type StatusError, timestamp } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { written } from './host-cluster.ts';
import type { LoginRecords } from './login-records.ts';
import { networkOf } from './network-of.ts';
import { verifyPassword } from './password.ts';
import { ensureHashed } from './set-password.ts';
import { Throttle } from './throttle.ts';
import { USERS, type User } from './user.ts';
import type { UserDirectory } from './user-directory.ts';

export interface SignInOptions {
  client: KubeClient;
  users: UserDirectory;
  records: LoginRecords;
  now: () => number;
  onError: (error: unknown) => void;
}

/** Failures in a row, from wherever, after which nobody may try a user's password for a while. */
const LIMIT = 10;
/** Milliseconds in which they count, and for which the user is locked then. */
const LOCKED_FOR = 10 * 60_000;
/** Passwords that may be waiting to be tried at once. */
const MOST_WAITING = 64;

/** Signing in with a password: slowed down, recorded, and locked when somebody guesses. */
export class SignIn implements AsyncDisposable {
  readonly #options: SignInOptions;
  readonly #perUser: Throttle;
  readonly #perAddress: Throttle;
  readonly #behind = new Set<Promise<void>>();
  #waiting = 0;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#perUser = new Throttle({ now: options.now });
    this.#perAddress = new Throttle({ free: 30, now: options.now });
  }

  /** @throws Refusal 401, 403 or 429 */
  async withPassword(request: FastifyRequest, name: string, password: string): Promise<User> {
    const { users, client } = this.#options;
    const clear = this.#slowDown(request, name);
    const found = await users.fresh(name);
    if (found !== undefined) await this.#refuseWhenLocked(found, request);
    const user = found && (await ensureHashed(client, found, () => users.fresh(name)));
    const fits = await this.#tryPassword(password, user?.password);
    if (user === undefined) throw new Refusal(401, 'LB5001');
    if (!fits) {
      this.#note(() => this.#failed(user, request));
      throw new Refusal(401, 'LB5001');
    }
    if (user.state === 'Disabled') throw new Refusal(403, 'LB5203', { user: user.name });
    clear();
    this.succeeded(user, request);
    return user;
  }

  /** Asks for the password again of somebody who is signed in. @throws Refusal 401 or 429 */
  async confirm(request: FastifyRequest, user: User, password: string): Promise<void> {
    const clear = this.#slowDown(request, user.name);
    if (!(await this.#tryPassword(password, user.password))) throw new Refusal(401, 'LB5204');
    clear();
  }

  /** Writes down that somebody signed in. Nobody has to wait for it. */
  succeeded(user: User, request: FastifyRequest, provider?: string): void {
    const { client, records, now } = this.#options;
    request.auditNote = { ...request.auditNote, user: user.name, verb: 'sign-in' };
    this.#note(async () => {
      const status = { lastLoginTime: timestamp(now()), ...(user.state !== 'Active' && ACTIVE) };
      await client.patch({ ...USERS, name: user.name }, 'merge', { status });
      await records.add(user, request, { provider });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#behind);
  }

  /** @throws Refusal 429. @returns what to call when the attempt was none of somebody who guesses */
  #slowDown(request: FastifyRequest, name: string): () => void {
    const network = networkOf(request.ip);
    const keys: [Throttle, string][] = [
      [this.#perAddress, network],
      [this.#perUser, `${network} ${name.toLowerCase()}`],
    ];
    for (const [throttle, key] of keys) {
      const seconds = Math.ceil(throttle.attempt(key) / 1000);
      if (seconds > 0) throw tooMany(seconds);
    }
    return () => {
      for (const [throttle, key] of keys) throttle.succeed(key);
    };
  }

  /** Reckoning takes long on purpose; a crowd must not keep everybody else from signing in. */
  async #tryPassword(password: string, kept: string | undefined): Promise<boolean> {
    if (this.#waiting >= MOST_WAITING) throw tooMany(1);
    this.#waiting += 1;
    try {
      return await verifyPassword(password, kept);
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * A lock that is over holds nobody up, whoever writes that down. Where the user has signed in from before, guessing is
   * slowed down by network alone: strangers must not be able to lock anybody out for good.
   */
  async #refuseWhenLocked(user: User, request: FastifyRequest): Promise<void> {
    const now = this.#options.now();
    if (!isLocked(user, now)) return;
    const network = networkOf(request.ip);
    const records = await written(this.#options.records.list(user.name));
    if (records.some(({ success, sourceIP }) => success && networkOf(sourceIP) === network)) return;
    throw tooMany(Math.ceil((lockEnd(user) - now) / 1000));
  }

  async #failed(user: User, request: FastifyRequest): Promise<void> {
    const { client, records, now } = this.#options;
    const at = now();
    await records.add(user, request, { reason: 'IncorrectPassword' });
    // A lock that holds is not made longer by whoever may try in spite of it.
    if (user.state === 'Disabled' || isLocked(user, at)) return;
    const recent = (await records.list(user.name)).filter((record) => record.at > at - LOCKED_FOR);
    const lastSuccess = Math.max(0, ...recent.filter(({ success }) => success).map((record) => record.at));
    // Times are whole seconds: what failed in the second of a success counts.
    const failures = recent.filter((record) => !record.success && record.at >= lastSuccess).length;
    if (failures < LIMIT) return;
    const status = {
      state: 'AuthLimitExceeded',
      reason: `${failures} sign-ins failed within ${LOCKED_FOR / 60_000} minutes`,
      lastTransitionTime: timestamp(at),
    };
    await client.patch({ ...USERS, name: user.name }, 'merge', { status });
  }

  #note(work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch((error: unknown) => {
        if (!isGone(error)) this.#options.onError(error);
      })
      .finally(() => this.#behind.delete(running));
    this.#behind.add(running);
  }
}

const ACTIVE = { state: 'Active', reason: null, lastTransitionTime: null };

const lockEnd = ({ stateSince = 0 }: User) => stateSince + LOCKED_FOR;
const isLocked = (user: User, now: number) => user.state === 'AuthLimitExceeded' && now < lockEnd(user);
const isGone = (error: unknown): error is StatusError => isStatusError(error, 'NotFound');

function tooMany(seconds: number): Refusal {
  return new Refusal(429, 'LB5002', { seconds }, { headers: { 'retry-after': String(seconds) } });
}
