import type { Container, Pod } from '@luban/kube/kinds';
import { expect, test } from 'vitest';
import { goDuration } from './container-stages.ts';
import { podRecordOf } from './pod-record.ts';
import { phaseOf, podStatusOf } from './pod-status.ts';
import { qosClassOf } from './qos-class.ts';
import { mayStart, restarts } from './restarts.ts';

const NOW = Date.UTC(2026, 0, 1);

function podOf(spec: Partial<Pod['spec']> = {}, status?: Pod['status']): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'n', uid: 'u' },
    spec: { containers: [{ name: 'a', image: 'nginx' }], nodeName: 'node-1', ...spec },
    status,
  };
}

function ended(exitCode: number) {
  return {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: NOW,
    finishedAt: NOW,
    containerId: 'x',
  };
}

test.each([
  ['Always', [0], 'Running'],
  ['OnFailure', [0], 'Succeeded'],
  ['OnFailure', [1], 'Running'],
  ['Never', [1], 'Failed'],
  ['Never', [0, 1], 'Failed'],
  ['Never', [0, 0], 'Succeeded'],
] as const)('with the policy %s and the exit codes %j the phase is %s', (restartPolicy, codes, phase) => {
  const pod = podOf({ restartPolicy, containers: codes.map((_, index) => ({ name: `c${index}` })) });
  const record = podRecordOf(pod);
  for (const [index, code] of codes.entries()) {
    const container = record.containers[index];
    if (container !== undefined) Object.assign(container, { step: 'terminated', end: ended(code) });
  }
  expect(phaseOf(pod, record)).toBe(phase);
});

test('a pod whose init container failed for good has failed, and one whose may be tried again is pending', () => {
  for (const [restartPolicy, phase] of [
    ['Never', 'Failed'],
    ['Always', 'Pending'],
  ] as const) {
    const pod = podOf({ restartPolicy, initContainers: [{ name: 'i' }] });
    const record = podRecordOf(pod);
    Object.assign(record.containers[0] ?? {}, { step: 'terminated', end: ended(1) });
    expect(phaseOf(pod, record)).toBe(phase);
  }
});

test('containers start in their order, and those that debug at any time', () => {
  const pod = podOf({
    initContainers: [{ name: 'i' }, { name: 's', restartPolicy: 'Always' }],
    ephemeralContainers: [{ name: 'e' }],
  });
  const record = podRecordOf(pod);
  const names = () => record.containers.filter((container) => mayStart(record, container)).map(({ spec }) => spec.name);
  expect(names()).toEqual([]);
  record.sandbox = 'ready';
  expect(names()).toEqual(['i', 'e']);
  const [init, sidecar] = record.containers;
  Object.assign(init ?? {}, { step: 'terminated', end: ended(0) });
  expect(names()).toEqual(['i', 's', 'e']);
  Object.assign(sidecar ?? {}, { step: 'running', started: true });
  expect(names()).toEqual(['i', 's', 'a', 'e']);
  record.stopping = true;
  expect(names()).toEqual([]);
});

test('nothing is started again in a pod that is stopping', () => {
  const pod = podOf();
  const record = podRecordOf(pod);
  const [container] = record.containers;
  if (container === undefined) throw new Error('there is one');
  Object.assign(container, { step: 'terminated', end: ended(1) });
  expect(restarts(pod, record, container)).toBe(true);
  record.stopping = true;
  expect(restarts(pod, record, container)).toBe(false);
});

test('the status of a waiting pod says why, and when its conditions changed', () => {
  const pod = podOf();
  const record = podRecordOf(pod);
  const status = podStatusOf(pod, record, '10.10.0.2', NOW);
  expect(status).toMatchObject({
    phase: 'Pending',
    hostIP: '10.10.0.2',
    qosClass: 'BestEffort',
    containerStatuses: [
      { name: 'a', ready: false, restartCount: 0, state: { waiting: { reason: 'ContainerCreating' } } },
    ],
  });
  const ready = status.conditions?.find(({ type }) => type === 'Ready');
  expect(ready).toMatchObject({
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [a]',
    lastTransitionTime: '2026-01-01T00:00:00Z',
  });
  const later = podStatusOf({ ...pod, status }, record, '10.10.0.2', NOW + 5000);
  expect(later).toEqual(status);
});

test('a kubelet that starts anew goes on where the status left off', () => {
  const pod = podOf(
    {},
    {
      podIP: '10.244.0.9',
      startTime: '2026-01-01T00:00:00Z',
      containerStatuses: [
        {
          name: 'a',
          ready: true,
          restartCount: 2,
          image: 'nginx',
          imageID: 'nginx@sha256:1',
          containerID: 'simulated://1',
          state: { running: { startedAt: '2026-01-01T00:00:05Z' } },
          lastState: { terminated: { exitCode: 1, reason: 'Error' } },
        },
      ],
    },
  );
  const record = podRecordOf(pod);
  expect(record).toMatchObject({ sandbox: 'ready', ip: '10.244.0.9' });
  expect(record.containers[0]).toMatchObject({
    step: 'running',
    restartCount: 2,
    ready: true,
    crashBackOff: 20_000,
    lastEnd: { exitCode: 1 },
  });
  expect(phaseOf(pod, record)).toBe('Running');
});

test.each([
  [{}, 'BestEffort'],
  [{ requests: { cpu: '1' } }, 'Burstable'],
  [{ limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
  [{ requests: { cpu: '1000m', memory: '1024Mi' }, limits: { cpu: '1', memory: '1Gi' } }, 'Guaranteed'],
  [{ requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } }, 'Burstable'],
] as [Container['resources'], string][])('resources %j make a pod %s', (resources, quality) => {
  expect(qosClassOf(podOf({ containers: [{ name: 'a', resources }] }))).toBe(quality);
});

test('delays are told as Go tells them', () => {
  expect([10_000, 80_000, 300_000].map(goDuration)).toEqual(['10s', '1m20s', '5m0s']);
});
