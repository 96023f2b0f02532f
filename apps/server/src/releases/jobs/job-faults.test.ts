import { expect, test } from 'vitest';
import { HelmReleases } from '../helm-releases.ts';
import { CHART, IMAGE, jobStage } from '../testing/job-stage.ts';
import { testHelm } from '../testing/test-releases.ts';

test('a server that comes after finds the Job and follows it to its end', { timeout: 40_000 }, async () => {
  const { releases, spec, run, kubelet, clusters, jobs } = await jobStage();
  const one = await spec(CHART);
  await releases.prepare(one, one.package.permissions);
  const stop = new AbortController();
  const running = releases.apply(one, { ...run, signal: stop.signal }).catch((error: unknown) => error);
  await expect
    .poll(async () => (await jobs()).map(({ metadata }) => metadata.annotations?.['executor.kubesphere.io/action']), {
      timeout: 15_000,
    })
    .toContain('install');
  stop.abort(Object.assign(new Error('ended'), { reason: 'stopped' }));
  expect(await running).toMatchObject({ code: 'LB7514' });

  const { path: helm } = await testHelm();
  const next = new HelmReleases({ clusters, dataDir: '/nowhere', helm, helmImage: IMAGE });
  expect(await next.recover(one, run)).toMatchObject({ status: 'deployed', revision: 1 });
  expect(kubelet.started.filter(({ args }) => args[0] === 'upgrade' && !args.includes('--dry-run=server')).length).toBe(
    1,
  );
});

test('cancelling deletes the Job', { timeout: 30_000 }, async () => {
  const { releases, spec, run, kubelet, jobs } = await jobStage();
  const one = await spec(CHART);
  await releases.prepare(one, one.package.permissions);
  await releases.render(one, run);
  kubelet.delay = 60_000;
  const cancel = new AbortController();
  const running = releases.apply(one, { ...run, signal: cancel.signal }).catch((error: unknown) => error);
  await expect.poll(async () => (await jobs()).length).toBe(1);
  cancel.abort();
  expect(await running).toMatchObject({ code: 'LB7514' });
  expect(await jobs()).toEqual([]);
});

test('says when the pod cannot run', { timeout: 20_000 }, async () => {
  const { releases, spec, run, kubelet } = await jobStage();
  const one = await spec(CHART);
  await releases.prepare(one, one.package.permissions);
  kubelet.missingImages.add(IMAGE);
  await expect(releases.apply(one, run)).rejects.toMatchObject({
    code: 'LB7523',
    params: { reason: 'InvalidImageName: no such image' },
  });
});
