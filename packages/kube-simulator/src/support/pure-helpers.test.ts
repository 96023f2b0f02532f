import type { Node, PodSpec } from '@luban/kube/kinds';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withCondition } from './conditions.ts';
import { fractionOf } from './fraction.ts';
import { canonicalJson, sameJson } from './json.ts';
import { matchesNode } from './node-affinity.ts';
import { requestsOf } from './pod-requests.ts';
import { PriorityQueue } from './priority-queue.ts';
import { hashSuffix, randomOf } from './random.ts';
import { tolerates } from './taints.ts';

test('values are equal exactly when their canonical texts are', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(sameJson(a, b)).toBe(canonicalJson(a) === canonicalJson(b));
      expect(sameJson(a, JSON.parse(JSON.stringify(a)))).toBe(true);
    }),
  );
  expect(sameJson({ a: null, b: [1] }, { b: [1], c: undefined })).toBe(true);
  expect(sameJson({ toString: 1 }, {})).toBe(false);
});

test('the queue gives back everything in order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const queue = new PriorityQueue<number>((a, b) => a - b);
      for (const item of items) queue.push(item);
      const out: number[] = [];
      while (queue.size > 0) out.push(queue.pop()!);
      expect(out).toEqual([...items].sort((a, b) => a - b));
    }),
  );
});

test('the same seed gives the same numbers, another name others', () => {
  const draw = (seed: string, fork: string) => Array.from({ length: 5 }, randomOf(seed, fork));
  expect(draw('a', 'x')).toEqual(draw('a', 'x'));
  expect(draw('a', 'x')).not.toEqual(draw('a', 'y'));
  expect(hashSuffix('template')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
});

test('a pod asks for its containers together, or for its most demanding step of initialisation', () => {
  const container = (cpu: string, more = {}) => ({ name: cpu, resources: { requests: { cpu } }, ...more });
  const spec: PodSpec = {
    containers: [container('200m'), container('300m')],
    initContainers: [container('100m', { restartPolicy: 'Always' }), container('2')],
    overhead: { cpu: '50m' },
  };
  expect(requestsOf(spec).get('cpu')).toBe(2.15);
  expect(requestsOf({ ...spec, initContainers: [container('100m', { restartPolicy: 'Always' })] }).get('cpu')).toBe(
    0.65,
  );
});

test('shares are rounded as asked', () => {
  expect(fractionOf('25%', 10, 'up')).toBe(3);
  expect(fractionOf('25%', 10, 'down')).toBe(2);
  expect(fractionOf(4, 10, 'down')).toBe(4);
  expect(fractionOf('x', 10, 'down')).toBeUndefined();
});

test('tolerations match taints by key, value and effect', () => {
  const taint = { key: 'k', value: 'v', effect: 'NoSchedule' as const };
  expect(tolerates({ operator: 'Exists' }, taint)).toBe(true);
  expect(tolerates({ key: 'k', value: 'v' }, taint)).toBe(true);
  expect(tolerates({ key: 'k', value: 'w' }, taint)).toBe(false);
  expect(tolerates({ key: 'k', operator: 'Exists', effect: 'NoExecute' }, taint)).toBe(false);
});

test('required node affinity is any of its terms, and all of a term', () => {
  const node = { metadata: { name: 'a', labels: { zone: 'east', size: '10' } }, spec: {} } as unknown as Node;
  const wants = (...terms: object[]) => {
    const required = { nodeSelectorTerms: terms as never };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    return matchesNode({ spec: { containers: [], affinity } }, node);
  };
  const expression = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });
  expect(wants({ matchExpressions: [expression('zone', 'In', 'east'), expression('size', 'Gt', '9')] })).toBe(true);
  expect(
    wants(
      { matchExpressions: [expression('zone', 'NotIn', 'east')] },
      { matchFields: [expression('metadata.name', 'In', 'a')] },
    ),
  ).toBe(true);
  expect(wants({ matchExpressions: [expression('__proto__', 'Exists')] })).toBe(false);
  expect(wants({})).toBe(false);
});

test('a condition keeps its time of transition while its status stays', () => {
  const first = withCondition([], { type: 'Ready', status: 'True', reason: 'A', message: '' }, '1');
  const second = withCondition(first, { type: 'Ready', status: 'True', reason: 'B', message: '' }, '2');
  expect(second).toMatchObject([{ reason: 'B', lastTransitionTime: '1' }]);
  expect(withCondition(second, { type: 'Ready', status: 'False', reason: 'B', message: '' }, '3')).toMatchObject([
    { lastTransitionTime: '3' },
  ]);
});
