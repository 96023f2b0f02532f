import { randomBytes } from 'node:crypto';
import type { Clock } from '@luban/kube';
import type { Identity } from '../identity/identity.ts';
import { Refusal } from '../refusal.ts';
import type { OpenShell } from './open-shell.ts';
import { TerminalSession } from './terminal-session.ts';
import type { TerminalSettings } from './terminal-settings.ts';

/** Milliseconds between signs of life, and between looks at what should end. */
const BEAT = 25_000;
/** Terminals of everybody together, in one replica. */
const MOST = 1_000;

export interface TerminalSessionsOptions {
  clock: Clock;
  settings(): Promise<TerminalSettings>;
  onError(error: unknown): void;
}

export interface NewSession {
  identity: Identity;
  container: string;
  open(): Promise<OpenShell>;
  /** Asked from time to time: whether the person is still signed in and may still be there. */
  allowed(): Promise<boolean>;
  /** Told when it is over. */
  onEnd(session: TerminalSession): void;
}

interface Entry {
  session: TerminalSession;
  allowed(): Promise<boolean>;
}

/** The open terminals of this replica. */
export class TerminalSessions implements Disposable {
  readonly #options: TerminalSessionsOptions;
  readonly #entries = new Map<string, Entry>();
  /** Owners of terminals that are being opened. */
  readonly #opening: string[] = [];
  #timer: Disposable | undefined;
  #reviewing: Promise<void> | undefined;
  #again = false;
  #disposed = false;

  constructor(options: TerminalSessionsOptions) {
    this.#options = options;
    this.#schedule();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** @throws Refusal LB5607 too many, and what `open` throws */
  async start({ identity, container, open, allowed, onEnd }: NewSession): Promise<TerminalSession> {
    const owner = ownerOf(identity);
    this.#makeRoom(owner, (await this.#options.settings()).sessionsPerUser);
    this.#opening.push(owner);
    let shell: OpenShell;
    try {
      shell = await open();
    } finally {
      this.#opening.splice(this.#opening.indexOf(owner), 1);
    }
    if (this.#disposed) {
      shell.stream.destroy();
      throw new Refusal(503, 'LB5608');
    }
    const session = new TerminalSession(shell, {
      id: randomBytes(24).toString('base64url'),
      owner,
      container,
      clock: this.#options.clock,
      onEnd: (ended) => {
        this.#entries.delete(ended.id);
        onEnd(ended);
      },
    });
    this.#entries.set(session.id, { session, allowed });
    return session;
  }

  /**
   * A terminal that was left.
   *
   * @throws Refusal LB5608 it is over, was never here, or is somebody else's: which of these is nobody's business
   */
  async resume(identity: Identity, id: string): Promise<TerminalSession> {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.session.owner !== ownerOf(identity)) throw new Refusal(404, 'LB5608');
    await this.#check(entry);
    if (!this.#entries.has(id)) throw new Refusal(404, 'LB5608');
    return entry.session;
  }

  /** Rights may have changed: whoever may no longer be there is put out. Many changes at once are one reason to look. */
  review(): Promise<void> {
    this.#again = true;
    this.#reviewing ??= this.#reviewAll().finally(() => {
      this.#reviewing = undefined;
    });
    return this.#reviewing;
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#timer?.[Symbol.dispose]();
    for (const { session } of [...this.#entries.values()]) session.end({ code: 'LB5608', params: {} });
  }

  /** Of terminals that nobody looks at the one that was left first makes room. */
  #makeRoom(owner: string, perUser: number): void {
    const own = [...this.#entries.values()].filter(({ session }) => session.owner === owner);
    const count = own.length + this.#opening.filter((other) => other === owner).length;
    const all = this.#entries.size + this.#opening.length;
    if (count < perUser && all < MOST) return;
    const [left] = own.filter(({ session }) => session.detached).sort((a, b) => a.session.lastUse - b.session.lastUse);
    if (left === undefined || count > perUser) throw new Refusal(429, 'LB5607', { limit: Math.min(perUser, MOST) });
    left.session.end();
  }

  async #reviewAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await Promise.all([...this.#entries.values()].map((entry) => this.#check(entry)));
    }
  }

  async #check({ session, allowed }: Entry): Promise<void> {
    try {
      if (!(await allowed())) session.end({ code: 'LB5610', params: {} });
    } catch (error) {
      // A cluster that does not answer takes nobody's right away.
      this.#options.onError(error);
    }
  }

  async #beat(): Promise<void> {
    const { idle } = await this.#options.settings();
    for (const { session } of [...this.#entries.values()]) {
      if (this.#options.clock.now() - session.lastUse > idle) {
        session.end({ code: 'LB5612', params: { minutes: Math.round(idle / 60_000) } });
      } else session.ping();
    }
    await this.review();
  }

  #schedule(): void {
    this.#timer = this.#options.clock.after(BEAT, () => {
      this.#beat()
        .catch(this.#options.onError)
        .finally(() => {
          if (!this.#disposed) this.#schedule();
        });
    });
  }
}

function ownerOf({ kind, name }: Identity): string {
  return `${kind}:${name}`;
}
