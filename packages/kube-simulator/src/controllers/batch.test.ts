import { expect, test } from 'vitest';
import { CRON_JOBS, JOBS, PODS } from '../support/kinds.ts';
import { startTestCluster } from '../support/testing.ts';

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'app:1' }] } };
const job = (name: string, spec: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template, ...spec },
});

const conditionsOf = (status: { conditions?: { type: string; status: string; reason?: string }[] } | undefined) =>
  (status?.conditions ?? []).filter(({ status }) => status === 'True').map(({ type, reason }) => `${type}: ${reason}`);

test('an indexed job runs every index once, and not more at a time than it may', async () => {
  let most = 0;
  await using cluster = await startTestCluster();
  await cluster.create(JOBS, job('sum', { completions: 5, parallelism: 2, completionMode: 'Indexed' }));
  const done = await cluster.until(async () => {
    const { status } = await cluster.get(JOBS, 'sum');
    most = Math.max(most, status?.active ?? 0);
    return conditionsOf(status).includes('Complete: CompletionsReached') && status;
  });
  expect(most).toBeLessThanOrEqual(2);
  expect(done).toMatchObject({ succeeded: 5, completedIndexes: '0-4' });
  expect(done.completionTime).toBeDefined();
  const pods = await cluster.list(PODS);
  const indexes = pods.map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-completion-index']);
  expect(indexes.sort()).toEqual(['0', '1', '2', '3', '4']);
  expect(pods.every(({ metadata }) => (metadata.finalizers ?? []).length === 0)).toBe(true);
  expect(pods[0]?.spec.containers[0]?.env?.[0]?.name).toBe('JOB_COMPLETION_INDEX');
  expect(cluster.errors).toEqual([]);
});

test('a job whose pods fail tries again, later and later, up to its limit', async () => {
  await using cluster = await startTestCluster({ run: () => 'fail' });
  await cluster.create(JOBS, job('broken', { backoffLimit: 1 }));
  const begin = cluster.clock.now();
  const done = await cluster.until(async () => {
    const { status } = await cluster.get(JOBS, 'broken');
    return conditionsOf(status).includes('Failed: BackoffLimitExceeded') && status;
  });
  expect(done.failed).toBe(2);
  expect(cluster.clock.now() - begin).toBeGreaterThanOrEqual(9000);
  const told = 'BackoffLimitExceeded: Job has reached the specified backoff limit';
  await cluster.until(async () => (await cluster.events('broken')).includes(told));
});

test('a job counts pods that are deleted before it looked', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(JOBS, job('twice', { completions: 2 }));
  await cluster.until(async () => (await cluster.get(JOBS, 'twice')).status?.succeeded === 1);
  await cluster.client.delete({ ...PODS, namespace: 'default', name: (await cluster.list(PODS))[0]?.metadata.name });
  const done = await cluster.until(async () => {
    const { status } = await cluster.get(JOBS, 'twice');
    return conditionsOf(status).includes('Complete: CompletionsReached') && status;
  });
  expect(done.succeeded).toBe(2);
});

test('a suspended job has no pods, and its deadline begins when it is resumed', async () => {
  await using cluster = await startTestCluster({ run: () => 'ready' });
  await cluster.create(JOBS, job('later', { suspend: true, activeDeadlineSeconds: 5 }));
  await cluster.until(async () =>
    conditionsOf((await cluster.get(JOBS, 'later')).status).includes('Suspended: JobSuspended'),
  );
  await cluster.clock.advance(10_000);
  expect(await cluster.list(PODS)).toEqual([]);
  await cluster.client.patch({ ...JOBS, namespace: 'default', name: 'later' }, 'merge', { spec: { suspend: false } });
  await cluster.until(async () => (await cluster.get(JOBS, 'later')).status?.ready === 1);
  await cluster.until(async () =>
    conditionsOf((await cluster.get(JOBS, 'later')).status).includes('Failed: DeadlineExceeded'),
  );
  await cluster.until(async () => (await cluster.list(PODS)).length === 0);
});

test('a finished job goes when its time is over, with its pods', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(JOBS, job('brief', { ttlSecondsAfterFinished: 3 }));
  await cluster.until(async () => (await cluster.get(JOBS, 'brief')).status?.succeeded === 1);
  await cluster.until(async () => (await cluster.list(JOBS)).length === 0);
  await cluster.until(async () => (await cluster.list(PODS)).length === 0);
});

test('a CronJob starts a job at each of its times and keeps the last ones', async () => {
  await using cluster = await startTestCluster();
  await cluster.create(CRON_JOBS, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { schedule: '* * * * *', successfulJobsHistoryLimit: 2, jobTemplate: { spec: { template } } },
  });
  for (let round = 1; round <= 4; round++) {
    await cluster.clock.advance(60_000);
    await cluster.until(async () => {
      const told = await cluster.events('tick');
      return told.filter((event) => event.startsWith('SawCompletedJob')).length >= round;
    });
  }
  await cluster.until(async () => (await cluster.list(JOBS)).length === 2);
  const { status } = await cluster.get(CRON_JOBS, 'tick');
  expect(status?.lastSuccessfulTime).toBeDefined();
  expect((await cluster.list(JOBS))[0]?.metadata.name).toMatch(/^tick-\d+$/);
  expect(cluster.errors).toEqual([]);
});

test('a CronJob that forbids overlap waits for its running job', async () => {
  await using cluster = await startTestCluster({ run: () => 'ready' });
  await cluster.create(CRON_JOBS, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { schedule: '* * * * *', concurrencyPolicy: 'Forbid', jobTemplate: { spec: { template } } },
  });
  await cluster.clock.advance(60_500);
  await cluster.until(async () => (await cluster.list(JOBS)).length === 1);
  await cluster.clock.advance(60_500);
  await cluster.until(async () => (await cluster.events('tick')).some((event) => event.startsWith('JobAlreadyActive')));
  expect(await cluster.list(JOBS)).toHaveLength(1);
});
