import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryObject, damaged } from '../kinds/testing/arbitrary-object.ts';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import type { TypedSchema } from '../schema/schema.ts';
import { typeErrors } from './schema-types.ts';
import { timeProblem } from './time-format.ts';

function schemaOf(group: string, kind: string): TypedSchema {
  const typed = builtInSchemas().kind(group, 'v1', kind);
  if (typed === undefined) throw new Error(kind);
  return typed;
}

const cannot = (value: string, field: string, type: string) =>
  `json: cannot unmarshal ${value} into Go struct field ${field} of type ${type}`;
const containers = (container: object) => ({ spec: { template: { spec: { containers: [container] } } } });

test.each<[group: string, kind: string, object: unknown, problem: string | undefined]>([
  ['apps', 'Deployment', { spec: { replicas: '3' } }, cannot('string', 'DeploymentSpec.spec.replicas', 'int32')],
  ['apps', 'Deployment', { spec: { replicas: 1.5 } }, cannot('number 1.5', 'DeploymentSpec.spec.replicas', 'int32')],
  [
    'apps',
    'Deployment',
    { spec: { replicas: 2 ** 31 } },
    cannot('number 2147483648', 'DeploymentSpec.spec.replicas', 'int32'),
  ],
  ['apps', 'Deployment', { spec: { replicas: null } }, undefined],
  ['apps', 'Deployment', { spec: [] }, cannot('array', 'Deployment.spec', 'v1.DeploymentSpec')],
  [
    'apps',
    'Deployment',
    containers({ env: [{ name: 'A', value: 1 }] }),
    cannot('number', 'EnvVar.spec.template.spec.containers.env.value', 'string'),
  ],
  [
    'apps',
    'Deployment',
    containers({ ports: {} }),
    cannot('object', 'Container.spec.template.spec.containers.ports', '[]v1.ContainerPort'),
  ],
  [
    'apps',
    'Deployment',
    containers({ stdin: 'yes' }),
    cannot('string', 'Container.spec.template.spec.containers.stdin', 'bool'),
  ],
  [
    'apps',
    'Deployment',
    containers({ command: [1] }),
    cannot('number', 'Container.spec.template.spec.containers.command', 'string'),
  ],
  [
    'apps',
    'Deployment',
    containers({ resources: { limits: { cpu: 'a lot' } } }),
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  ['apps', 'Deployment', containers({ resources: { limits: { cpu: 2, memory: '1Gi' } } }), undefined],
  [
    'apps',
    'Deployment',
    containers({ resources: { limits: 'all' } }),
    cannot('string', 'ResourceRequirements.spec.template.spec.containers.resources.limits', 'v1.ResourceList'),
  ],
  ['apps', 'Deployment', { spec: { strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 1 } } } }, undefined],
  [
    'apps',
    'Deployment',
    { spec: { strategy: { rollingUpdate: { maxSurge: true } } } },
    'json: cannot unmarshal bool into Go value of type int32',
  ],
  ['', 'ConfigMap', { data: { a: 1 } }, cannot('number', 'ConfigMap.data', 'string')],
  ['', 'ConfigMap', { metadata: { labels: { a: true } } }, cannot('bool', 'ObjectMeta.metadata.labels', 'string')],
  ['', 'ConfigMap', { metadata: { labels: 'a' } }, cannot('string', 'ObjectMeta.metadata.labels', 'map[string]string')],
  [
    '',
    'ConfigMap',
    { metadata: { creationTimestamp: 'today' } },
    'parsing time "today" as "2006-01-02T15:04:05Z07:00": cannot parse "today" as "2006"',
  ],
  [
    '',
    'ConfigMap',
    { metadata: { creationTimestamp: 5 } },
    'json: cannot unmarshal number into Go value of type string',
  ],
  ['', 'Secret', { data: { a: 'YWI=', b: 'YWJj', c: '' } }, undefined],
  ['', 'Secret', { data: { a: '$' } }, 'illegal base64 data at input byte 0'],
  ['', 'Secret', { data: { a: 'YWJj$' } }, 'illegal base64 data at input byte 4'],
  ['', 'Secret', { data: { a: 'YWI' } }, 'illegal base64 data at input byte 0'],
  ['', 'Secret', { data: { a: 1 } }, cannot('number', 'Secret.data', '[]uint8')],
  ['coordination.k8s.io', 'Lease', { spec: { renewTime: '2026-01-01T00:00:00.000000Z' } }, undefined],
  ['apps', 'ControllerRevision', { data: 'anything', revision: 1 }, undefined],
])('%s %s %j', (group, kind, object, problem) => {
  expect(typeErrors(object, schemaOf(group, kind))[0]).toBe(problem);
});

test('of a custom resource the metadata alone are judged', () => {
  const custom: TypedSchema = {
    schema: { type: 'object', properties: { spec: { type: 'object' } } },
    source: { resolve: (schema) => schema },
  };
  expect(typeErrors({ spec: 'x', metadata: { labels: { a: 1 } } }, custom)).toEqual([
    cannot('number', 'ObjectMeta.metadata.labels', 'string'),
  ]);
});

test('arbitrary objects of the right types have no errors, damaged ones no exceptions', () => {
  const numbers = fc.array(fc.nat(), { minLength: 20, maxLength: 40 });
  fc.assert(
    fc.property(arbitraryObject('apps', 'v1', 'StatefulSet'), numbers, (object, damage) => {
      const errors = typeErrors(object, schemaOf('apps', 'StatefulSet'));
      expect(errors.filter((error) => !error.startsWith('quantities'))).toEqual([]);
      typeErrors(damaged(object, damage), schemaOf('apps', 'StatefulSet'));
    }),
    { numRuns: 40 },
  );
});

test('deep nesting ends', () => {
  const deep = JSON.parse(`${'{"spec":'.repeat(3_000)}1${'}'.repeat(3_000)}`);
  expect(() => typeErrors(deep, schemaOf('apps', 'Deployment'))).not.toThrow();
});

describe('times', () => {
  test.each(['2026-01-31T12:00:00Z', '2024-02-29T23:59:59+02:00', '2026-01-01T00:00:00.123456789Z'])('%s', (time) => {
    expect(timeProblem(time)).toBeUndefined();
  });

  test.each([
    ['2026-02-29T00:00:00Z', 'parsing time "2026-02-29T00:00:00Z": day out of range'],
    ['2026-13-01T00:00:00Z', 'parsing time "2026-13-01T00:00:00Z": month out of range'],
    ['2026-01-01T24:00:00Z', 'parsing time "2026-01-01T24:00:00Z": hour out of range'],
    ['2026-01-01', 'parsing time "2026-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'],
    [
      '2026-01-01T00:00:00',
      'parsing time "2026-01-01T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"',
    ],
    ['2026-01-01T00:00:00Zx', 'parsing time "2026-01-01T00:00:00Zx": extra text: "x"'],
  ])('%s', (time, problem) => {
    expect(timeProblem(time)).toBe(problem);
  });

  test('of leases count millionths', () => {
    expect(timeProblem('2026-01-01T00:00:00.123456Z', true)).toBeUndefined();
    expect(timeProblem('2026-01-01T00:00:00Z', true)).toMatch(/cannot parse "Z" as "\.000000"/);
  });
});
