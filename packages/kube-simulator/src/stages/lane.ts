import type { Clock } from '@luban/kube';
import { randomOf } from '../support/random.ts';
import { matchesStage } from './selector.ts';
import { resolveFor, type Stage, type StageEvent, type StageSubject } from './stage.ts';

export interface LaneOptions<Subject> {
  stages: readonly Stage<Subject>[];
  clock: Clock;
  /** Makes the draws of this lane its own. */
  seed: string;
  /** Durations are divided by it. */
  speed: number;
  subject(): Subject;
  /** After a stage was carried out that changed something or has something to tell. */
  done(stage: Stage<Subject>, events: readonly StageEvent[]): void;
  onError(error: unknown): void;
}

const MOST_AT_ONCE = 50;

/** One sequence of stages: at any time at most one is waited for, the one that was drawn among those that match. */
export class Lane<Subject extends StageSubject> implements Disposable {
  readonly #options: LaneOptions<Subject>;
  #waiting: { stage: Stage<Subject>; timer: Disposable } | undefined;
  #busy = false;
  #again = false;
  #draws = 0;
  #ended = false;

  constructor(options: LaneOptions<Subject>) {
    this.#options = options;
  }

  /** To be called when the subject may have changed. A stage that is waited for and still matches goes on waiting. */
  evaluate(): void {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    this.#run()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#busy = false;
        if (this.#again) {
          this.#again = false;
          this.evaluate();
        }
      });
  }

  [Symbol.dispose](): void {
    this.#ended = true;
    this.#waiting?.timer[Symbol.dispose]();
    this.#waiting = undefined;
  }

  async #run(): Promise<void> {
    for (let count = 0; count < MOST_AT_ONCE && !this.#ended; count++) {
      const subject = this.#options.subject();
      const matching = this.#options.stages.filter((stage) => matchesStage(stage, subject));
      if (this.#waiting !== undefined && matching.includes(this.#waiting.stage)) return;
      this.#waiting?.timer[Symbol.dispose]();
      this.#waiting = undefined;
      const stage = this.#draw(matching, subject);
      if (stage === undefined) return;
      const delay = this.#delay(stage, subject);
      if (delay > 0) {
        const timer = this.#options.clock.after(delay, () => {
          this.#waiting = undefined;
          this.#busy = true;
          this.#carryOut(stage)
            .catch((error: unknown) => this.#options.onError(error))
            .finally(() => {
              this.#busy = false;
              this.#again = false;
              this.evaluate();
            });
        });
        this.#waiting = { stage, timer };
        return;
      }
      await this.#carryOut(stage);
    }
  }

  async #carryOut(stage: Stage<Subject>): Promise<void> {
    if (this.#ended) return;
    const subject = this.#options.subject();
    if (!matchesStage(stage, subject)) return;
    const changing = stage.next.patch?.(subject);
    if (changing !== undefined) await changing;
    if (this.#ended) return;
    const events = stage.next.event?.(subject) ?? [];
    if (events.length > 0 || !stage.next.isSilent?.(subject)) this.#options.done(stage, events);
  }

  #draw(stages: readonly Stage<Subject>[], subject: Subject): Stage<Subject> | undefined {
    if (stages.length <= 1) return stages[0];
    const weights = stages.map((stage) => Math.max(0, resolveFor(stage.weight ?? 1, subject)));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let point = this.#random() * total;
    return stages.find((_, index) => {
      point -= weights[index] ?? 0;
      return point < 0;
    });
  }

  #delay({ delay }: Stage<Subject>, subject: Subject): number {
    if (delay === undefined) return 0;
    const shortest = Math.max(0, resolveFor(delay.durationMilliseconds, subject));
    const longest = Math.max(shortest, resolveFor(delay.jitterDurationMilliseconds ?? shortest, subject));
    return (shortest + (longest - shortest) * this.#random()) / this.#options.speed;
  }

  #random(): number {
    return randomOf(this.#options.seed, this.#draws++)();
  }
}
