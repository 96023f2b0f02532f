import { isStatusError, type KubeObject } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { appliedFields } from './applied-fields.ts';
import { clientFields } from './field-filter.ts';
import { difference, FieldSet, union } from './field-set.ts';
import { objectType } from './field-type.ts';
import { storedOwners } from './managed-fields.ts';
import { type ApplyRequest, serverSideApply } from './server-side-apply.ts';

const services = builtInSchemas().kind('', 'v1', 'Service');
if (services === undefined) throw new Error('no schema of Service');
const typed = services;

const word = fc.constantFrom('a', 'b', 'c');
const labels = fc.dictionary(fc.constantFrom('x', 'y', 'z'), word, { maxKeys: 3 });
const port = fc.record(
  {
    port: fc.constantFrom(80, 81, 82),
    protocol: fc.constantFrom('TCP', 'UDP'),
    name: word,
    targetPort: fc.oneof(word, fc.constantFrom(8080, 8081)),
  },
  { requiredKeys: ['port'] },
);
const ports = fc.uniqueArray(port, { selector: (each) => `${each.port}/${each.protocol ?? 'TCP'}`, maxLength: 4 });
const spec = fc.record(
  {
    type: fc.constantFrom('ClusterIP', 'NodePort'),
    selector: labels,
    ports,
    externalIPs: fc.array(word, { maxLength: 3 }),
  },
  { requiredKeys: [] },
);
const service = fc
  .record({ labels, spec })
  .map(
    ({ labels, spec }): KubeObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', labels }, spec }),
  );

function apply(applied: KubeObject, live: KubeObject | undefined, more: Partial<ApplyRequest> = {}) {
  const defaults = { manager: 'm', force: false, subresource: '', now: '2026-01-01T00:00:00Z' };
  return serverSideApply({ ...defaults, typed, live, applied, ...more });
}

test('applying twice changes nothing', () => {
  fc.assert(
    fc.property(service, service, (other, applied) => {
      const live = apply(other, undefined, { manager: 'n' }).object;
      const { object } = apply(applied, live, { force: true });
      const again = apply(applied, object, { now: '2027-01-01T00:00:00Z' });
      expect(again.object).toBe(object);
      expect(again.changed).toBe(false);
    }),
  );
});

test('appliers of different fields never conflict, in whichever order they come', () => {
  fc.assert(
    fc.property(service, (whole) => {
      const { spec, ...rest } = whole;
      const mine: KubeObject = rest;
      const theirs: KubeObject = { ...whole, metadata: { name: 's' }, spec };
      const one = apply(theirs, apply(mine, undefined).object, { manager: 'n' }).object;
      const other = apply(mine, apply(theirs, undefined, { manager: 'n' }).object).object;
      expect({ ...one.metadata, managedFields: [] }).toEqual({ ...other.metadata, managedFields: [] });
      expect(one.spec).toEqual(other.spec);
    }),
  );
});

test('all that was applied has an owner', () => {
  fc.assert(
    fc.property(service, service, (first, second) => {
      const live = apply(second, apply(first, undefined, { manager: 'n' }).object, { force: true }).object;
      const owned = [...storedOwners(live.metadata.managedFields).values()];
      const all = owned.reduce((fields, owner) => union(fields, owner.fields), FieldSet.empty);
      const type = objectType(typed);
      expect(difference(clientFields(appliedFields(type, second)), all).isEmpty).toBe(true);
      const { managedFields: _, ...metadata } = live.metadata;
      expect(difference(clientFields(appliedFields(type, { ...live, metadata })), all).isEmpty).toBe(true);
    }),
  );
});

test('who lost a field by force conflicts when applying again', () => {
  fc.assert(
    fc.property(word, word, (before, after) => {
      fc.pre(before !== after);
      const labelled = (x: string): KubeObject => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 's', labels: { x } },
      });
      const live = apply(labelled(before), undefined).object;
      const forced = apply(labelled(after), live, { manager: 'n', force: true }).object;
      try {
        apply(labelled(before), forced);
        expect.unreachable();
      } catch (error) {
        expect(isStatusError(error, 'Conflict')).toBe(true);
      }
    }),
  );
});

/** An empty container goes with the last that another manager had in it, as in the real implementation. */
function withoutEmpty<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value)
    .map(([name, field]) => [name, withoutEmpty(field)] as const)
    .filter(([, field]) => typeof field !== 'object' || Object.keys(field ?? {}).length > 0);
  return Object.fromEntries(kept) as T;
}

test('nothing is left of a manager who applies nothing any more, and nothing of others is lost', () => {
  fc.assert(
    fc.property(service, service.map(withoutEmpty), (mine, theirs) => {
      const both = apply(theirs, apply(mine, undefined).object, { manager: 'n', force: true }).object;
      const bare: KubeObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } };
      const after = apply(bare, both).object;
      expect(after.metadata.managedFields?.map(({ manager }) => manager) ?? []).not.toContain('m');
      const type = objectType(typed);
      const lost = difference(appliedFields(type, theirs), appliedFields(type, after));
      expect(clientFields(lost).isEmpty).toBe(true);
    }),
  );
});
