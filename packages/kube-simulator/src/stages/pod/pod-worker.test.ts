import { type KubeObject, ManualClock } from '@luban/kube';
import { KubeClient } from '@luban/kube/client';
import type { Pod } from '@luban/kube/kinds';
import { expect, test } from 'vitest';
import { simulatePull } from '../../images/pull.ts';
import { EventRecorder } from '../../support/event-recorder.ts';
import type { PodHost } from './pod-subject.ts';
import { PodWorker } from './pod-worker.ts';

const POD: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '1' },
  spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx:1.29' }] },
};

const HOST: PodHost = {
  nodeName: 'node-1',
  allocateIp: () => '10.244.0.2',
  hasImage: () => true,
  keepImage() {},
  pull: (image) => simulatePull(image, 's'),
  mountProblem: async () => undefined,
  configProblem: async () => undefined,
  start: async () => ({ containerId: 'simulated://1', startedAt: 0, exit: undefined, stop() {} }),
  probe: async () => undefined,
};

/** An API that answers at once; its watch is for the test to delay. */
function startWorker(clock: ManualClock) {
  const states: Pod[] = [POD];
  const newest = () => states.at(-1) ?? POD;
  const client = new KubeClient(async ({ method, path, body }) => {
    let answer: KubeObject = newest();
    if (method === 'PATCH' && path.endsWith('/status')) {
      const { status } = JSON.parse(String(body)) as Pod;
      answer = write({ status });
    }
    const text = JSON.stringify(answer);
    return {
      status: 200,
      headers: {},
      text: async () => text,
      async *chunks() {
        yield Buffer.from(text);
      },
    };
  });
  const write = (change: Partial<Pod>): Pod => {
    const metadata = { ...POD.metadata, resourceVersion: String(states.length + 1) };
    states.push({ ...newest(), ...change, metadata });
    return newest();
  };
  const events = new EventRecorder(client, clock, { component: 'kubelet' });
  const onError = (error: unknown) => {
    throw error;
  };
  const worker = new PodWorker({
    pod: POD,
    host: HOST,
    hostIp: '10.10.0.2',
    client,
    clock,
    seed: 's',
    speed: 1,
    events,
    onError,
  });
  return { worker, states, write };
}

test('old states that a slow watch brings late do not have the status written again', async () => {
  const clock = new ManualClock();
  const { worker, states } = startWorker(clock);
  worker.start();
  await clock.advance(3_000);
  const written = states.length;
  // It waits, has its network, runs.
  expect(written - 1).toBe(3);
  for (const state of states) {
    worker.update(state);
    await clock.advance(2_000);
  }
  expect(states).toHaveLength(written);
  worker[Symbol.dispose]();
});

test('what others make of its conditions is put right', async () => {
  const clock = new ManualClock();
  const { worker, states, write } = startWorker(clock);
  worker.start();
  await clock.advance(3_000);
  const conditions = states
    .at(-1)
    ?.status?.conditions?.map((one) => (one.type === 'Ready' ? { ...one, status: 'False' as const } : one));
  worker.update(write({ status: { ...states.at(-1)?.status, conditions } }));
  await clock.advance(1_000);
  expect(states.at(-1)?.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
  worker[Symbol.dispose]();
});
