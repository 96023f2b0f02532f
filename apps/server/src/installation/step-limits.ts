import type { Clock } from '@luban/kube';
import { Refusal } from '../refusal.ts';

/** Milliseconds that each kind of wait may take. */
export interface StepLimits {
  fetch: number;
  render: number;
  prepare: number;
  /** One helm run, with what it waits for, and the time in which it says why that did not come. */
  release: number;
  interface: number;
  enable: number;
  report: number;
  /** Until a dependency that is under way itself is there. */
  dependency: number;
}

export const STEP_LIMITS: StepLimits = {
  fetch: 300_000,
  render: 120_000,
  prepare: 60_000,
  release: 660_000,
  interface: 60_000,
  enable: 60_000,
  report: 120_000,
  dependency: 900_000,
};

/** Milliseconds that helm itself waits within the limit of a release. */
export const helmTimeout = ({ release }: StepLimits) => Math.max(release - 60_000, release / 2);

/** Between the end that helm was told and the one that is enforced. */
const GRACE = 15_000;

/** Why work was ended from outside. */
export class Ended extends Error {
  override name = 'Ended';
  /** `stopped`: this replica ceased to lead. `cancelled`: somebody said so. `removed`: the plan is being deleted, or by force now. */
  readonly reason: 'stopped' | 'cancelled' | 'removed';

  constructor(reason: Ended['reason']) {
    super(reason);
    this.reason = reason;
  }
}

export interface Within {
  clock: Clock;
  /** Name of the wait, for the message. */
  step: string;
  milliseconds: number;
  signal: AbortSignal;
}

/**
 * Waits for work no longer than it may take, whether or not it heeds its signal.
 *
 * @throws Refusal LB7421 when the time is over, `Ended` when the outer signal says so
 */
export async function within<T>(options: Within, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, step, milliseconds, signal } = options;
  signal.throwIfAborted();
  const inner = new AbortController();
  const { promise: over, reject } = Promise.withResolvers<never>();
  // Lost races must not count as unhandled.
  over.catch(() => {});
  const end = (reason: unknown) => {
    inner.abort(reason);
    // What heeds the signal ends in its own order, so that nothing of it runs on beside what comes next.
    grace = clock.after(GRACE, () => reject(reason));
  };
  let grace: Disposable | undefined;
  const ended = () => end(signal.reason);
  signal.addEventListener('abort', ended, { once: true });
  using _limit = clock.after(milliseconds, () =>
    end(new Refusal(504, 'LB7421', { step, seconds: Math.round(milliseconds / 1_000) })),
  );
  try {
    return await Promise.race([work(inner.signal), over]);
  } catch (error) {
    // Whatever it failed with after its end: the end is the reason.
    if (inner.signal.aborted) throw inner.signal.reason;
    throw error;
  } finally {
    grace?.[Symbol.dispose]();
    signal.removeEventListener('abort', ended);
  }
}
