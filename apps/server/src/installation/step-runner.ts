import { failureOf } from '../clusters/connection-failure.ts';
import { Refusal } from '../refusal.ts';
import type { Engine } from './engine.ts';
import type { Journal, Run, StepName } from './journal.ts';
import { problemOf } from './problems.ts';
import { markStep, runOf, stepOf } from './run.ts';
import { Ended, type StepLimits, within } from './step-limits.ts';

/** A step that did not succeed, and is written down as such. */
export class StepFailure extends Error {
  override name = 'StepFailure';
  readonly step: StepName;

  constructor(step: StepName, cause: unknown) {
    super(`${step} failed`, { cause });
    this.step = step;
  }
}

export interface StepOptions {
  name: StepName;
  cluster?: string;
  limit: keyof StepLimits;
  signal: AbortSignal;
}

/** Records one run while it is made. */
export class StepRunner {
  readonly #engine: Engine;
  readonly #extension: string;
  readonly runId: string;

  constructor(engine: Engine, extension: string, runId: string) {
    this.#engine = engine;
    this.#extension = extension;
    this.runId = runId;
  }

  log = (line: string): void => this.#engine.logs.write(this.#extension, line);

  /** Changes the run, unless it was pushed out of the journal. */
  async change(change: (run: Run, journal: Journal) => void): Promise<Run | undefined> {
    const journal = await this.#engine.store.change(this.#extension, (draft) => {
      const run = runOf(draft, this.runId);
      if (run !== undefined) change(run, draft);
    });
    return runOf(journal, this.runId);
  }

  /**
   * Makes one step, with a line before and after in the journal. One that is done already is not made again, unless what it
   * yields is needed; then nothing is written.
   *
   * @throws StepFailure, `Ended`, or what has to do with the host's API rather than with the step
   */
  async step<T>(options: StepOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { name, cluster, limit, signal } = options;
    const { clock, limits } = this.#engine;
    const mark = (state: 'running' | 'done') =>
      this.change((run) => {
        const step = stepOf(run, name, cluster);
        if (step !== undefined && step.state !== 'done') markStep(step, state, clock.now());
      });
    signal.throwIfAborted();
    await mark('running');
    this.log(`── ${name}${cluster === undefined ? '' : ` (${cluster})`}`);
    let result: T;
    try {
      result = await within({ clock, step: name, milliseconds: limits[limit], signal }, work);
    } catch (error) {
      if (error instanceof Ended || isOfConnection(error)) throw error;
      throw new StepFailure(name, error);
    }
    await mark('done');
    return result;
  }

  skip(name: StepName, cluster?: string): Promise<void> {
    return this.#mark('skipped', name, cluster);
  }

  /** Without doing anything for it: it is done. */
  finish(name: StepName, cluster?: string): Promise<void> {
    return this.#mark('done', name, cluster);
  }

  problemOf(failure: StepFailure) {
    return problemOf(failure.cause, failure.step, this.#extension);
  }

  async #mark(state: 'skipped' | 'done', name: StepName, cluster: string | undefined): Promise<void> {
    const now = this.#engine.clock.now();
    await this.change((run) => {
      const step = stepOf(run, name, cluster);
      if (step !== undefined) markStep(step, state, now);
    });
  }
}

/** Says nothing about the step: the cluster that would know does not answer. */
export function isOfConnection(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'LB5103';
  return failureOf(error) !== 'none';
}
