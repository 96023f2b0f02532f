/** What a Job needs next. Source: pkg/controller/job/job_controller.go of Kubernetes. Nothing here reads or writes. */
import type { JobSpec } from '@luban/kube/kinds';

export interface JobCounts {
  /** Pods that run or wait. */
  active: number;
  /** Pods on their way out. */
  terminating: number;
  succeeded: number;
  failed: number;
  /** Restarts of containers in pods that are not over yet; only counted for the restart policy OnFailure. */
  restarts: number;
  /** Milliseconds since the job, in its present run, began. */
  age: number;
}

export type JobVerdict =
  | { over: 'Complete'; reason: string; message: string }
  | { over: 'Failed'; reason: string; message: string }
  | { over?: undefined };

/** Whether the job is decided, although pods may still have to go. */
export function verdictOn(spec: JobSpec, { active, succeeded, failed, restarts, age }: JobCounts): JobVerdict {
  const limit = spec.backoffLimit ?? 6;
  const pastRestarts = spec.template.spec.restartPolicy === 'OnFailure' && restarts > 0 && restarts >= limit;
  if (failed > limit || pastRestarts) {
    const message = 'Job has reached the specified backoff limit';
    return { over: 'Failed', reason: 'BackoffLimitExceeded', message };
  }
  if (!spec.suspend && spec.activeDeadlineSeconds !== undefined && age >= spec.activeDeadlineSeconds * 1000) {
    return { over: 'Failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  }
  const enough = spec.completions === undefined ? succeeded > 0 && active === 0 : succeeded >= spec.completions;
  if (!enough) return {};
  return { over: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}

/** How many pods should run now. */
export function wantedActive(spec: JobSpec, { active, succeeded }: JobCounts): number {
  const parallelism = spec.parallelism ?? 1;
  // A work queue: once one pod has seen its end, no more are started.
  if (spec.completions === undefined) return succeeded > 0 ? Math.min(active, parallelism) : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded));
}

const FIRST_BACKOFF = 10_000;
const LONGEST_BACKOFF = 600_000;

/**
 * Milliseconds to wait before the next pod after failures in a row.
 *
 * @param lastFailure milliseconds of the epoch
 */
export function backoffLeft(failures: number, lastFailure: number | undefined, now: number): number {
  if (failures === 0 || lastFailure === undefined) return 0;
  const delay = Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(failures - 1, 10));
  return Math.max(0, lastFailure + delay - now);
}
