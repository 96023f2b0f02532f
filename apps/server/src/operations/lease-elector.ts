import { randomUUID } from 'node:crypto';
import { type Clock, isStatusError, systemClock } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Leadership } from './leadership.ts';
import { LeadingWork } from './leading-work.ts';
import { claimed, LEASES, type Lease, RUN_ANNOTATION, released } from './lease-record.ts';

export interface LeaseElectorOptions {
  /** LuBan itself, at the host cluster. */
  client: KubeClient;
  /** Of this replica. It stays the same over restarts, and no two replicas that live have the same. */
  identity: string;
  /** Of the Lease. Default: `luban-controllers`. */
  name?: string;
  /** Milliseconds after the last renewal until others may take over. Default: 15,000. */
  lease?: number;
  /** Milliseconds after the last renewal until this replica ceases to lead by itself. Default: 10,000. */
  renewWithin?: number;
  /** Milliseconds between attempts. Default: 2,000. */
  retry?: number;
  /** Measures; it need not agree with anybody's. Default: one that cannot be set back. */
  clock?: Clock;
  /** Milliseconds of the epoch, written for people. Default: `Date.now`. */
  wallClock?: () => number;
  onError(error: unknown): void;
  onChange?(leads: boolean): void;
}

/** What everybody may know of who leads. */
export interface LeadershipState {
  leads: boolean;
  /** Absent: nobody that is known here. */
  holder?: string;
  /** RFC 3339, by the clock of who leads. */
  since?: string;
  transitions?: number;
}

/** Whatever a lease says of itself. */
const LONGEST_LEASE = 300_000;

const monotonicClock: Clock = { now: () => performance.now(), after: systemClock.after };

/**
 * Leads while it holds a Lease. As in client-go, nobody's clock is compared with anybody else's: a lease is over when
 * it has not changed for its duration by one's own clock.
 *
 * A lease that names this very replica is taken over at once: its holder was an earlier run, which has ended, as two
 * servers share neither a data folder nor a pod. Should both live nevertheless, the later one leaves its mark, by which
 * the earlier one sees that it no longer leads.
 */
export class LeaseElector implements Leadership, AsyncDisposable {
  readonly #options: Required<Omit<LeaseElectorOptions, 'onChange'>> & Pick<LeaseElectorOptions, 'onChange'>;
  readonly #run = randomUUID();
  readonly #works = new Set<LeadingWork>();
  #observed: { lease: Lease | undefined; at: number } = { lease: undefined, at: 0 };
  /** By the clock, when the renewal that holds was sent. Undefined while another leads. */
  #renewed: number | undefined;
  #deadline: Disposable | undefined;
  #next: Disposable | undefined;
  #attempt: Promise<void> | undefined;
  /** Whether the lease was seen before by this run. */
  #seen = false;
  #ended = false;

  constructor(options: LeaseElectorOptions) {
    this.#options = {
      name: 'luban-controllers',
      lease: 15_000,
      renewWithin: 10_000,
      retry: 2_000,
      clock: monotonicClock,
      wallClock: Date.now,
      ...options,
    };
  }

  /** Resolves after the first attempt; further ones follow by themselves. Never rejects. */
  start(): Promise<void> {
    this.#attempt ??= this.#try();
    return this.#attempt;
  }

  get leads(): boolean {
    const { clock, renewWithin } = this.#options;
    // A process that was halted for long must not believe what held before, until its timers run again.
    return this.#renewed !== undefined && clock.now() - this.#renewed < renewWithin;
  }

  get state(): LeadershipState {
    const { holderIdentity, acquireTime, leaseTransitions } = this.#observed.lease?.spec ?? {};
    return {
      leads: this.leads,
      holder: holderIdentity || undefined,
      since: holderIdentity ? (acquireTime ?? undefined) : undefined,
      transitions: leaseTransitions ?? undefined,
    };
  }

  whileLeading(name: string, start: () => Promise<AsyncDisposable>): AsyncDisposable {
    const { clock, onError } = this.#options;
    const work = new LeadingWork({
      clock,
      start,
      onError: (cause) => onError(new Error(`${name}, which runs where LuBan leads`, { cause })),
    });
    this.#works.add(work);
    if (this.leads) void work.want(true);
    return {
      [Symbol.asyncDispose]: async () => {
        this.#works.delete(work);
        await work.want(false);
      },
    };
  }

  /** Ends all work, then lets the lease go, so that another need not wait. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#next?.[Symbol.dispose]();
    const { clock, retry } = this.#options;
    // A renewal on its way would make the release come too late.
    await within(clock, retry / 2, this.#attempt ?? Promise.resolve()).catch(() => {});
    const led = this.leads;
    await this.#cease();
    if (led) await this.#release();
  }

  async #try(): Promise<void> {
    const { clock, retry, renewWithin, onError } = this.#options;
    const sent = clock.now();
    try {
      await within(clock, renewWithin / 2, this.#acquireOrRenew(sent));
    } catch (error) {
      if (!isStatusError(error, 'Conflict') && !isStatusError(error, 'AlreadyExists')) onError(error);
    }
    if (this.#ended) return;
    // Who waits does so for a little longer each time by chance, so that not all come at once.
    const pause = this.#renewed === undefined ? retry * (1 + Math.random() * 0.2) : retry;
    this.#next = clock.after(pause, () => {
      this.#attempt = this.#try();
    });
  }

  async #acquireOrRenew(sent: number): Promise<void> {
    const { client, name, identity, lease, wallClock } = this.#options;
    const found = await this.#read();
    const first = !this.#seen;
    this.#seen = true;
    if (found !== undefined && !this.#mayTake(found, first)) {
      if (this.#renewed !== undefined) await this.#cease();
      return;
    }
    const claim = { identity, run: this.#run, duration: Math.ceil(lease / 1000), now: wallClock() };
    const wanted = claimed(name, claim, found);
    const taken =
      found === undefined
        ? await client.create<Lease>(LEASES, wanted)
        : await client.update<Lease>({ ...LEASES, name }, wanted);
    this.#observe(taken);
    if (this.#ended) return;
    this.#hold(sent);
  }

  async #read(): Promise<Lease | undefined> {
    const { client, name } = this.#options;
    const found = await client.get<Lease>({ ...LEASES, name }).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
    this.#observe(found);
    return found;
  }

  #observe(lease: Lease | undefined): void {
    const known = this.#observed.lease?.metadata;
    if (known?.resourceVersion === lease?.metadata.resourceVersion && known?.uid === lease?.metadata.uid) return;
    this.#observed = { lease, at: this.#options.clock.now() };
  }

  #mayTake({ metadata, spec }: Lease, first: boolean): boolean {
    const { identity, lease, clock } = this.#options;
    const holder = spec?.holderIdentity;
    if (!holder) return true;
    if (holder === identity && (first || metadata.annotations?.[RUN_ANNOTATION] === this.#run)) return true;
    const duration = Math.min(Math.max(lease, (spec.leaseDurationSeconds ?? 0) * 1000), LONGEST_LEASE);
    return clock.now() - this.#observed.at >= duration;
  }

  #hold(sent: number): void {
    const { clock, renewWithin, onChange } = this.#options;
    // An answer that came too late may be for a lease that somebody else has by now.
    if (clock.now() - sent >= renewWithin) return;
    const began = this.#renewed === undefined;
    this.#renewed = Math.max(sent, this.#renewed ?? sent);
    this.#deadline?.[Symbol.dispose]();
    this.#deadline = clock.after(this.#renewed + renewWithin - clock.now(), () => void this.#cease());
    if (!began) return;
    onChange?.(true);
    for (const work of this.#works) void work.want(true);
  }

  async #cease(): Promise<void> {
    this.#deadline?.[Symbol.dispose]();
    if (this.#renewed === undefined) return;
    this.#renewed = undefined;
    this.#options.onChange?.(false);
    await Promise.all([...this.#works].map((work) => work.want(false)));
  }

  async #release(): Promise<void> {
    const { client, name, wallClock, identity, clock, renewWithin, onError } = this.#options;
    const { lease } = this.#observed;
    if (lease?.spec?.holderIdentity !== identity) return;
    const letGo = client.update<Lease>({ ...LEASES, name }, released(lease, wallClock()));
    await within(clock, renewWithin / 5, letGo).catch((error: unknown) => {
      if (!isStatusError(error, 'Conflict')) onError(error);
    });
  }
}

/** @throws when it takes longer; what comes of it then is of no interest */
async function within<T>(clock: Clock, milliseconds: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  using _timer = clock.after(milliseconds, () => late.reject(new Error('The cluster took too long to answer')));
  work.catch(() => {});
  return await Promise.race([work, late.promise]);
}
