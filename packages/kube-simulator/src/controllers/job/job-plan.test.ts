import type { JobSpec } from '@luban/kube/kinds';
import { expect, test } from 'vitest';
import { backoffLeft, type JobCounts, verdictOn, wantedActive } from './job-plan.ts';

const spec = (more: Partial<JobSpec> = {}, restartPolicy: 'Never' | 'OnFailure' = 'Never'): JobSpec => ({
  completions: 3,
  parallelism: 2,
  template: { spec: { containers: [{ name: 'c' }], restartPolicy } },
  ...more,
});
const counts = (more: Partial<JobCounts> = {}): JobCounts => ({
  active: 0,
  terminating: 0,
  succeeded: 0,
  failed: 0,
  restarts: 0,
  age: 0,
  ...more,
});

test('a job is complete with its completions, a work queue when one succeeded and none is left', () => {
  expect(verdictOn(spec(), counts({ succeeded: 2 })).over).toBeUndefined();
  expect(verdictOn(spec(), counts({ succeeded: 3, active: 1 }))).toMatchObject({
    over: 'Complete',
    reason: 'CompletionsReached',
  });
  const queue = spec({ completions: undefined });
  expect(verdictOn(queue, counts({ succeeded: 1, active: 1 })).over).toBeUndefined();
  expect(verdictOn(queue, counts({ succeeded: 1 })).over).toBe('Complete');
});

test('a job fails with too many failures, restarts, or at its deadline', () => {
  expect(verdictOn(spec({ backoffLimit: 2 }), counts({ failed: 2 })).over).toBeUndefined();
  expect(verdictOn(spec({ backoffLimit: 2 }), counts({ failed: 3 }))).toMatchObject({ reason: 'BackoffLimitExceeded' });
  expect(verdictOn(spec({ backoffLimit: 2 }, 'OnFailure'), counts({ restarts: 2 }))).toMatchObject({ over: 'Failed' });
  const limited = spec({ activeDeadlineSeconds: 5 });
  expect(verdictOn(limited, counts({ age: 5000 }))).toMatchObject({ reason: 'DeadlineExceeded' });
  expect(verdictOn({ ...limited, suspend: true }, counts({ age: 5000 })).over).toBeUndefined();
});

test('no more pods run than are needed', () => {
  expect(wantedActive(spec(), counts())).toBe(2);
  expect(wantedActive(spec(), counts({ succeeded: 2 }))).toBe(1);
  expect(wantedActive(spec({ completions: undefined }), counts({ succeeded: 1, active: 1 }))).toBe(1);
});

test('every failure in a row doubles the wait', () => {
  expect(backoffLeft(0, 0, 0)).toBe(0);
  expect(backoffLeft(1, 1000, 1000)).toBe(10_000);
  expect(backoffLeft(3, 1000, 11_000)).toBe(30_000);
  expect(backoffLeft(50, 0, 0)).toBe(600_000);
});
