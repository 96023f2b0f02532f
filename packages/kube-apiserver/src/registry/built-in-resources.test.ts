import { describe, expect, test } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { builtInStorageKey, builtInTypes } from './built-in-resources.ts';

const strategy = { countsGenerations: true };
const printer = { columns: [], cells: () => [] };
const types = builtInTypes({
  schemas: builtInSchemas(),
  strategies: { 'deployments.apps': strategy },
  printers: { pods: printer },
});

function type(group: string, version: string, resource: string) {
  const found = types.find(
    (other) => other.group === group && other.version === version && other.resource === resource,
  );
  if (found === undefined) throw new Error(`no ${resource}`);
  return found;
}

test('what is particular about a kind is put in, the rest is plain', () => {
  expect(type('apps', 'v1', 'deployments').strategy).toBe(strategy);
  expect(type('', 'v1', 'pods').strategy).toEqual({});
  expect(type('', 'v1', 'pods').printer).toBe(printer);
  const { printer: plain } = type('', 'v1', 'secrets');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a', creationTimestamp: '2026-01-01T00:00:00Z' },
  };
  expect(plain.columns.map(({ name }) => name)).toEqual(['Name', 'Age']);
  expect(plain.cells(secret, Date.UTC(2026, 0, 2, 1))).toEqual(['a', '25h']);
});

test('versions of one resource are kept together', () => {
  expect(type('events.k8s.io', 'v1', 'events').storageKey).toBe('events');
  expect(type('', 'v1', 'events').storageKey).toBe('events');
  expect(builtInStorageKey({ group: 'autoscaling', resource: 'horizontalpodautoscalers' })).toBe(
    'horizontalpodautoscalers.autoscaling',
  );
  const keys = Map.groupBy(types, ({ storageKey }) => storageKey);
  for (const versions of keys.values()) {
    expect(versions.filter(({ conversion }) => conversion === undefined)).toHaveLength(1);
  }
});

test('subresources take kinds of their own', () => {
  expect(type('', 'v1', 'pods').subresources.find(({ name }) => name === 'eviction')).toEqual({
    name: 'eviction',
    group: 'policy',
    version: 'v1',
    kind: 'Eviction',
    verbs: ['create'],
  });
  expect(type('apps', 'v1', 'deployments').subresources.map(({ name }) => name)).toEqual(['scale', 'status']);
});

describe('scale', () => {
  const deployments = type('apps', 'v1', 'deployments');
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
    },
    status: { replicas: 2 },
  };

  test('is read from spec and status', () => {
    expect(deployments.scale?.read(object)).toEqual({ replicas: 3, statusReplicas: 2, selector: 'app=web,tier' });
    const controller = { ...object, spec: { selector: { app: 'web' } }, status: undefined };
    expect(type('', 'v1', 'replicationcontrollers').scale?.read(controller)).toEqual({
      replicas: undefined,
      statusReplicas: 0,
      selector: 'app=web',
    });
  });

  test('is written to a copy', () => {
    expect(deployments.scale?.write(object, 0).spec).toEqual({ ...object.spec, replicas: 0 });
    expect(object.spec.replicas).toBe(3);
  });

  test('is there exactly where the subresource is', () => {
    for (const { scale, subresources } of types) {
      expect(scale !== undefined).toBe(subresources.some(({ name }) => name === 'scale'));
    }
  });
});
