import type { Pod } from '@luban/kube/kinds';
import { expect, test, vi } from 'vitest';
import { PODS, startTestNodes } from './testing.ts';

const { api, create, until, get } = await startTestNodes();

test('pods fail as they would', async () => {
  await create('exits', {
    restartPolicy: 'Never',
    containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'echo hi; exit 3'] }],
  });
  await create('crashes', { containers: [{ name: 'c', image: 'busybox', command: ['false'] }] });
  await create('unpulled', { containers: [{ name: 'c', image: 'nginx:missing' }] });
  await create('unconfigured', {
    containers: [{ name: 'c', image: 'nginx', envFrom: [{ secretRef: { name: 'none' } }] }],
  });
  await create('unmounted', {
    containers: [{ name: 'c', image: 'nginx' }],
    volumes: [{ name: 'v', configMap: { name: 'none' } }],
  });
  await create('killed', { containers: [{ name: 'c', image: 'mysql', resources: { limits: { memory: '64Mi' } } }] });
  await create('unhealthy', {
    containers: [{ name: 'c', image: 'nginx', livenessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } }],
  });
  const state = async (name: string, holds: (pod: Pod) => boolean) =>
    (await until(name, holds)).status?.containerStatuses?.[0];
  const waitingFor =
    (reason: string) =>
    ({ status }: Pod) =>
      status?.containerStatuses?.[0]?.state?.waiting?.reason === reason;
  expect(
    (await until('exits', ({ status }) => status?.phase === 'Failed')).status?.containerStatuses?.[0]?.state
      ?.terminated,
  ).toMatchObject({ exitCode: 3, reason: 'Error' });
  expect((await get('/containerLogs/default/exits/c')).text).toBe('hi\n');
  expect((await state('crashes', waitingFor('CrashLoopBackOff')))?.state?.waiting?.message).toMatch(
    /^back-off \d+s restarting failed container=c pod=crashes_default\(/,
  );
  expect((await state('unpulled', waitingFor('ImagePullBackOff')))?.state?.waiting?.message).toContain(
    'docker.io/library/nginx:missing: not found',
  );
  expect((await state('unconfigured', waitingFor('CreateContainerConfigError')))?.state?.waiting?.message).toBe(
    'secret "none" not found',
  );
  expect(
    (await state('killed', ({ status }) => status?.containerStatuses?.[0]?.lastState?.terminated !== undefined))
      ?.lastState?.terminated,
  ).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  await state('unhealthy', ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0);
  // Events are written beside what they tell of.
  await vi.waitFor(async () => {
    const events = await api.client.list({ ...PODS, resource: 'events' }, { namespace: 'default' });
    const messages = events.items.map(({ reason, message }) => `${reason}: ${message}`);
    expect(messages).toContain('FailedMount: MountVolume.SetUp failed for volume "v" : configmap "none" not found');
    expect(messages).toContain('Killing: Container c failed liveness probe, will be restarted');
  }, 10_000);
});

test('a deleted pod goes through its grace period and then away', async () => {
  await create('leaving', { containers: [{ name: 'c', image: 'redis' }] });
  await until('leaving', ({ status }) => status?.phase === 'Running');
  await api.client.delete({ ...PODS, name: 'leaving' });
  await expect
    .poll(
      () =>
        api.client.get({ ...PODS, name: 'leaving' }).then(
          () => true,
          () => false,
        ),
      { timeout: 15_000 },
    )
    .toBe(false);
});

test('a container of a service mesh starts before the others and ends after them', async () => {
  await create('meshed', {
    restartPolicy: 'Never',
    initContainers: [
      { name: 'prepare', image: 'busybox', command: ['true'] },
      { name: 'proxy', image: 'envoy', restartPolicy: 'Always' },
    ],
    containers: [{ name: 'work', image: 'busybox', command: ['sh', '-c', 'sleep 5; echo done'] }],
  });
  const { status } = await until('meshed', (pod) => pod.status?.phase === 'Succeeded');
  expect(status?.initContainerStatuses?.map(({ state }) => state?.terminated?.exitCode)).toEqual([0, 0]);
  expect(status?.containerStatuses?.[0]?.state?.terminated?.reason).toBe('Completed');
});

test('scripts in config maps run when the volume makes them executable', async () => {
  await api.client.create(
    { ...PODS, resource: 'configmaps' },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'scripts', namespace: 'default' },
      data: { 'check.sh': '#!/bin/sh\nset -e\n[ "$1" = now ] && exit 3\n' },
    },
  );
  await create('scripted', {
    restartPolicy: 'Never',
    containers: [
      {
        name: 'c',
        image: 'busybox',
        command: ['sh', '-c', 'cd /scripts && ./check.sh now'],
        volumeMounts: [{ name: 'scripts', mountPath: '/scripts' }],
      },
    ],
    volumes: [{ name: 'scripts', configMap: { name: 'scripts', defaultMode: 0o777 } }],
  });
  const { status } = await until('scripted', (pod) => pod.status?.phase === 'Failed');
  expect(status?.containerStatuses?.[0]?.state?.terminated?.exitCode).toBe(3);
});

test('unknown programs end where others wait for them: in jobs and before the other containers', async () => {
  await create('migrated', {
    initContainers: [
      { name: 'migrate', image: 'registry.example.com/shop/migrate:1' },
      { name: 'copy', image: 'registry.example.com/shop/tool:1', command: ['cp', '-n', '/usr/local/bin/tool', '/tmp'] },
    ],
    containers: [{ name: 'shop', image: 'registry.example.com/shop/server:1' }],
  });
  // As charts write it: flags of the shell in one word, and the program's name out of a variable.
  const script = 'MC="/usr/bin/mc --insecure"; $MC ls bucket && echo made';
  const containers = [
    { name: 'c', image: 'registry.example.com/shop/check:1', args: ['api', '--wait=1m'] },
    { name: 'mc', image: 'registry.example.com/tools/mc:1', command: ['/bin/sh', '-ce', script] },
  ];
  const job = await api.client.create(
    { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'default' },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'check' },
      spec: { template: { spec: { restartPolicy: 'Never', containers } } },
    },
  );
  await api.client.create(PODS, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'check-x',
      namespace: 'default',
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name: 'check', uid: job.metadata.uid ?? '', controller: true },
      ],
    },
    spec: {
      nodeName: 'node-1',
      restartPolicy: 'Never',
      containers,
    },
  });
  expect((await until('check-x', ({ status }) => status?.phase === 'Succeeded')).status?.phase).toBe('Succeeded');
  const { status } = await until('migrated', (pod) => pod.status?.phase === 'Running');
  expect(status?.initContainerStatuses?.[0]?.state?.terminated?.exitCode).toBe(0);
  expect(status?.containerStatuses?.[0]?.state?.running).toBeDefined();
});
