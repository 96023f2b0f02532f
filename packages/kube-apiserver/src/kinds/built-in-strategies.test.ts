import type { KubeObject } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { builtInStrategies } from './built-in-strategies.ts';
import { arbitraryObject, damaged } from './testing/arbitrary-object.ts';
import { contextOf, strategyOf } from './testing/strategy-harness.ts';

/** What each strategy keeps, in the version that is kept. */
const KINDS: Readonly<Record<string, readonly [group: string, version: string, kind: string]>> = Object.fromEntries(
  Object.keys(builtInStrategies).map((key) => [key, kindOf(key)]),
);

function kindOf(key: string): readonly [string, string, string] {
  const dot = key.indexOf('.');
  const [resource, group] = dot < 0 ? [key, ''] : [key.slice(0, dot), key.slice(dot + 1)];
  const version = group === 'autoscaling' ? 'v2' : 'v1';
  const kinds = Object.values(builtInSchemas().definitions).flatMap(
    (schema) => schema['x-kubernetes-group-version-kind'] ?? [],
  );
  const found = kinds.find(
    (kind) => kind.group === group && kind.version === version && pluralsOf(kind.kind).includes(resource),
  );
  if (found === undefined) throw new Error(`No kind is kept under ${key}`);
  return [group, version, found.kind];
}

function pluralsOf(kind: string): string[] {
  const name = kind.toLowerCase();
  return [name, `${name}s`, `${name}es`, name.replace(/y$/, 'ies')];
}

test('every kind of the published API that is kept has a strategy', () => {
  const kept = Object.values(KINDS).map((parts) => parts.join('/'));
  const virtual =
    /Review$|^(?:Status|DeleteOptions|WatchEvent|Eviction|Binding|Scale|TokenRequest|ComponentStatus|API\w+|\w*List|CustomResourceDefinition)$/;
  const missing = Object.values(builtInSchemas().definitions)
    .flatMap((schema) => schema['x-kubernetes-group-version-kind'] ?? [])
    .filter(({ version, kind }) => version === 'v1' && (!virtual.test(kind) || kind === 'APIService'))
    .map(({ group, version, kind }) => `${group}/${version}/${kind}`)
    .filter(
      (name) =>
        !kept.includes(name) && name !== 'autoscaling/v1/HorizontalPodAutoscaler' && name !== 'events.k8s.io/v1/Event',
    );
  expect(missing).toEqual([]);
});

const keys = Object.keys(KINDS);

test.each(keys)('defaults of %s change nothing the second time', (key) => {
  const strategy = strategyOf(key);
  fc.assert(
    fc.property(arbitraryObject(...(KINDS[key] ?? ['', '', ''])), (shape) => {
      const object = shape as unknown as KubeObject;
      object.metadata ??= {};
      strategy.default?.(object);
      const once = structuredClone(object);
      strategy.default?.(object);
      expect(object).toEqual(once);
    }),
    { numRuns: 12 },
  );
});

test.each(keys)('%s stands shapes of any kind', (key) => {
  const strategy = strategyOf(key);
  const kind = KINDS[key] ?? ['', '', ''];
  const numbers = fc.array(fc.nat(), { minLength: 40, maxLength: 60 });
  fc.assert(
    fc.property(arbitraryObject(...kind), numbers, numbers, (shape, first, second) => {
      const object = asObject(damaged(shape, first));
      const old = asObject(damaged(shape, second));
      const context = contextOf({ services: [old], [key]: [old] });
      for (const it of [object, old]) strategy.default?.(it);
      strategy.prepareForCreate?.(structuredClone(object), context);
      strategy.prepareForUpdate?.(object, old, context);
      const errors = [
        ...(strategy.validate?.(object, context) ?? []),
        ...(strategy.validateUpdate?.(object, old, context) ?? []),
        ...(strategy.validateStatusUpdate?.(object, old) ?? []),
      ];
      for (const { field, message } of errors) {
        expect(typeof field).toBe('string');
        expect(message).not.toMatch(/undefined|NaN|\[object/);
      }
      strategy.warnings?.(object, old);
      const fields = strategy.selectableFields?.(object) ?? {};
      expect(Object.keys(fields).sort()).toEqual([...(strategy.selectable ?? [])].sort());
      expect(Number.isFinite(strategy.gracePeriod?.(object, undefined) ?? 0)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

/** The server makes sure that metadata is an object. */
function asObject(value: unknown): KubeObject {
  const object = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as KubeObject;
  const { metadata } = object as { metadata: unknown };
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  return { ...object, apiVersion: 'v1', kind: 'Any', metadata: isObject ? object.metadata : {} };
}
