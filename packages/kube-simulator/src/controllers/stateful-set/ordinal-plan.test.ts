import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type OrdinalPod, type OrdinalView, planOrdinals } from './ordinal-plan.ts';

const pod = (ordinal: number, more: Partial<OrdinalPod> = {}): OrdinalPod => ({
  name: `db-${ordinal}`,
  ordinal,
  revision: 'r1',
  available: true,
  terminating: false,
  ...more,
});
const view = (more: Partial<OrdinalView>): OrdinalView => ({
  start: 0,
  replicas: 3,
  ordered: true,
  pods: [],
  updateRevision: 'r1',
  rolling: { partition: 0, maxUnavailable: 1 },
  ...more,
});

test('ordered sets start one pod after the other, parallel ones all at once', () => {
  expect(planOrdinals(view({}))).toEqual([{ create: 0 }]);
  expect(planOrdinals(view({ pods: [pod(0, { available: false })] }))).toEqual([]);
  expect(planOrdinals(view({ pods: [pod(0)] }))).toEqual([{ create: 1 }]);
  expect(planOrdinals(view({ ordered: false }))).toEqual([{ create: 0 }, { create: 1 }, { create: 2 }]);
});

test('surplus pods go from the highest number down', () => {
  const pods = [0, 1, 2, 3, 4].map((ordinal) => pod(ordinal));
  expect(planOrdinals(view({ pods }))).toEqual([{ delete: 'db-4', ordinal: 4, why: 'condemned' }]);
  const numbered = view({ pods, start: 3, replicas: 2 });
  expect(planOrdinals({ ...numbered, ordered: false })).toMatchObject([{ ordinal: 2 }, { ordinal: 1 }, { ordinal: 0 }]);
});

test('an update goes from the highest number down to the partition', () => {
  const pods = [pod(0), pod(1), pod(2)];
  const update = { updateRevision: 'r2', pods };
  expect(planOrdinals(view(update))).toEqual([{ delete: 'db-2', ordinal: 2, why: 'outdated' }]);
  expect(
    planOrdinals(view({ ...update, pods: [pod(0), pod(1), pod(2, { revision: 'r2', available: false })] })),
  ).toEqual([]);
  const done = [pod(0), pod(1), pod(2, { revision: 'r2' })];
  expect(planOrdinals(view({ ...update, pods: done, rolling: { partition: 2, maxUnavailable: 1 } }))).toEqual([]);
  expect(planOrdinals(view({ ...update, rolling: undefined }))).toEqual([]);
});

test('a pod that ended is replaced', () => {
  const pods = [pod(0, { ended: 'Failed', available: false })];
  expect(planOrdinals(view({ pods }))).toEqual([{ delete: 'db-0', ordinal: 0, why: 'ended' }]);
});

test('any state of the pods leads to the wished one, with at most one pod down at a time when ordered', () => {
  const somePod = fc.record({
    ordinal: fc.nat(6),
    revision: fc.constantFrom('r1', 'r2'),
    available: fc.boolean(),
    terminating: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(somePod, { selector: ({ ordinal }) => ordinal }),
      fc.nat(5),
      fc.boolean(),
      (some, replicas, ordered) => {
        let pods = some.map((one) => pod(one.ordinal, one));
        for (let round = 0; round < 60; round++) {
          const steps = planOrdinals(view({ pods, replicas, ordered, updateRevision: 'r2' }));
          if (ordered) expect(steps.length).toBeLessThanOrEqual(1);
          for (const step of steps) {
            if ('create' in step) pods.push(pod(step.create, { revision: 'r2', available: false }));
            else pods = pods.map((one) => (one.name === step.delete ? { ...one, terminating: true } : one));
          }
          // Kubelets finish what is pending.
          pods = pods.filter(({ terminating }) => !terminating).map((one) => ({ ...one, available: true }));
        }
        expect(pods.map(({ ordinal }) => ordinal).sort()).toEqual(
          Array.from({ length: replicas }, (_, index) => index),
        );
        expect(pods.every(({ revision }) => revision === 'r2')).toBe(true);
      },
    ),
  );
});
