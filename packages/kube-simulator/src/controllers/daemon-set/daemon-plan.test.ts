import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DaemonNode, type DaemonPod, planDaemons } from './daemon-plan.ts';

const pod = (name: string, more: Partial<DaemonPod> = {}): DaemonPod => ({
  name,
  updated: true,
  available: true,
  terminating: false,
  failed: false,
  succeeded: false,
  created: name,
  ...more,
});
const node = (name: string, pods: DaemonPod[], more: Partial<DaemonNode> = {}): DaemonNode => ({
  name,
  shouldRun: true,
  mayStay: true,
  pods,
  ...more,
});

test('every fitting node gets one pod, others lose theirs, and tainted ones keep what they have', () => {
  const nodes = [
    node('a', []),
    node('b', [pod('b1'), pod('b2')]),
    node('c', [pod('c1')], { shouldRun: false, mayStay: false }),
    node('d', [pod('d1')], { shouldRun: false }),
    node('e', [pod('e1', { terminating: true })]),
    node('f', [pod('f1', { failed: true })]),
  ];
  const plan = planDaemons(nodes);
  expect(plan.create).toEqual(['a']);
  expect(plan.delete).toEqual(['b2', 'c1', 'f1']);
  expect(plan.failed).toEqual([{ pod: 'f1', node: 'f', succeeded: false }]);
});

test('with a surge the old pod goes when the new one serves', () => {
  const old = pod('old', { updated: false });
  expect(planDaemons([node('a', [old])], { maxUnavailable: 0, maxSurge: 1 }).create).toEqual(['a']);
  const fresh = pod('new', { available: false });
  expect(planDaemons([node('a', [old, fresh])], { maxUnavailable: 0, maxSurge: 1 })).toMatchObject({
    create: [],
    delete: [],
  });
  expect(planDaemons([node('a', [old, pod('new')])], { maxUnavailable: 0, maxSurge: 1 }).delete).toEqual(['old']);
});

test('an update takes down no more pods than may be unavailable', () => {
  const somePod = fc.record({ updated: fc.boolean(), available: fc.boolean(), terminating: fc.boolean() });
  fc.assert(
    fc.property(fc.array(fc.option(somePod)), fc.integer({ min: 1, max: 5 }), (some, maxUnavailable) => {
      const nodes = some.map((one, index) => node(`n${index}`, one === null ? [] : [pod(`p${index}`, one)]));
      const serving = (pods: readonly DaemonPod[]) => pods.filter((one) => one.available && !one.terminating);
      const before = nodes.flatMap(({ pods }) => serving(pods));
      const { delete: gone } = planDaemons(nodes, { maxUnavailable, maxSurge: 0 });
      const taken = before.filter(({ name }) => gone.includes(name)).length;
      const missing = nodes.length - before.length;
      expect(taken).toBeLessThanOrEqual(Math.max(0, maxUnavailable - missing));
    }),
  );
});
