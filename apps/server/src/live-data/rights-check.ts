import { isStatusError } from '@luban/kube';
import { Refusal } from '../refusal.ts';
import type { Access } from './live-access.ts';
import type { MessageCode } from './live-problem.ts';

export interface RightsCheckOptions {
  ask(): Promise<Access>;
  allowed(namespaces: ReadonlySet<string> | undefined): void;
  refused(problem: MessageCode): void;
  /** Nobody could say, and nobody has said so for too long. */
  unknown(problem: MessageCode): void;
  cluster: string;
  now(): number;
}

/** Milliseconds that an answer holds while the cluster gives no other. */
const HOLDS = 5 * 60_000;

/** Asks what somebody may see, again and again; the newest question alone is answered. */
export class RightsCheck implements Disposable {
  readonly #options: RightsCheckOptions;
  #round = 0;
  /** When the last answer was that it is allowed. */
  #allowedAt: number | undefined;

  constructor(options: RightsCheckOptions) {
    this.#options = options;
  }

  run(): void {
    void this.#ask(++this.#round);
  }

  [Symbol.dispose](): void {
    this.#round = Number.NaN;
  }

  async #ask(round: number): Promise<void> {
    const { ask, allowed, refused, unknown, cluster, now } = this.#options;
    let access: Access;
    try {
      access = await ask();
    } catch (error) {
      if (round !== this.#round) return;
      // A cluster that does not answer has nothing new to show either: what is shown is stale, and says so.
      if (this.#allowedAt !== undefined && now() - this.#allowedAt < HOLDS) return;
      unknown(problemOf(error, cluster));
      return;
    }
    if (round !== this.#round) return;
    if (!access.allowed) {
      this.#allowedAt = undefined;
      refused(access.problem);
      return;
    }
    this.#allowedAt = now();
    try {
      allowed(access.namespaces);
    } catch (error) {
      unknown(problemOf(error, cluster));
    }
  }
}

function problemOf(error: unknown, cluster: string): MessageCode {
  if (error instanceof Refusal) return { code: error.code, params: error.params };
  const reason = isStatusError(error) || error instanceof Error ? error.message.slice(0, 300) : String(error);
  return { code: 'LB5511', params: { cluster, reason } };
}
