import type { EndpointSlice } from '@luban/kube/kinds';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndpointGroup } from './service-endpoints.ts';
import { MOST_IN_SLICE, planSlices } from './slice-plan.ts';

const ports = [{ name: '', port: 80, protocol: 'TCP' }];
const group = (names: Iterable<string>): EndpointGroup => ({
  ports,
  endpoints: [...names].map((uid) => ({ addresses: [uid], targetRef: { uid } })),
});

function apply(groups: EndpointGroup[], slices: EndpointSlice[]): { slices: EndpointSlice[]; writes: number } {
  const plan = planSlices(groups, slices);
  const kept = slices
    .filter((slice) => !plan.delete.includes(slice))
    .map((slice) => {
      const update = plan.update.find((entry) => entry.slice === slice);
      return update === undefined ? slice : { ...slice, endpoints: update.endpoints };
    });
  const created = plan.create.map(
    (slice): EndpointSlice => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {},
      addressType: 'IPv4',
      ...slice,
    }),
  );
  return { slices: [...kept, ...created], writes: plan.create.length + plan.update.length + plan.delete.length };
}

test('after any sequence of changes the slices hold exactly the wished endpoints', () => {
  const names = fc.uniqueArray(fc.integer({ min: 0, max: 400 }).map(String), { maxLength: 350 });
  fc.assert(
    fc.property(fc.array(names, { minLength: 1, maxLength: 4 }), (sequence) => {
      let slices: EndpointSlice[] = [];
      for (const wished of sequence) {
        slices = apply([group(wished)], slices).slices;
        const held = slices.flatMap(({ endpoints }) => (endpoints ?? []).map(({ addresses }) => addresses[0]));
        expect(held.toSorted()).toEqual([...wished].toSorted());
        expect(slices.every(({ endpoints }) => (endpoints ?? []).length <= MOST_IN_SLICE)).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

test('the change of one pod writes one slice', () => {
  const names = Array.from({ length: 250 }, (_, index) => `pod-${index}`);
  const { slices } = apply([group(names)], []);
  expect(slices).toHaveLength(3);
  expect(apply([group(names.filter((name) => name !== 'pod-3'))], slices).writes).toBe(1);
  expect(apply([group(names)], slices).writes).toBe(0);
});
