import { describe, expect, test } from 'vitest';
import { builtInDescriptions, builtInSchemas, OBJECT_META, referenced, referenceTo } from './built-in-schemas.ts';
import { readGenerated } from './generated-data.ts';
import type { Schema } from './schema.ts';

const { definitions, source, kind, nameOf } = builtInSchemas();
const properties = Object.entries(definitions).flatMap(([name, schema]) =>
  Object.entries(schema.properties ?? {}).map(([property, value]) => ({ name, property, value })),
);

function at(name: string, ...path: string[]): Schema {
  return path.reduce(
    (schema, step) => {
      const inner = step === '*' ? schema.items : schema.properties?.[step];
      if (inner === undefined) throw new Error(`${name} has no ${path.join('.')}`);
      return source.resolve(inner);
    },
    source.resolve(referenceTo(name)),
  );
}

test('there are the definitions of the stable groups of Kubernetes 1.34', () => {
  expect(Object.keys(definitions)).toHaveLength(569);
  expect(properties).toHaveLength(2_400);
});

test('every reference leads somewhere', () => {
  const visit = (schema: Schema): void => {
    if (schema.$ref !== undefined) expect(definitions).toHaveProperty([referenced(schema) ?? '']);
    if (schema.items !== undefined) visit(schema.items);
    if (typeof schema.additionalProperties === 'object') visit(schema.additionalProperties);
  };
  for (const { value } of properties) visit(value);
});

test('a reference is resolved to one and the same schema', () => {
  const reference = referenceTo(OBJECT_META);
  expect(source.resolve(reference)).toBe(definitions[OBJECT_META]);
  const marked: Schema = { allOf: [reference], 'x-kubernetes-map-type': 'atomic' };
  expect(source.resolve(marked)).toBe(source.resolve(marked));
  expect(source.resolve(marked)).toMatchObject({ type: 'object', 'x-kubernetes-map-type': 'atomic' });
  const plain: Schema = { type: 'string' };
  expect(source.resolve(plain)).toBe(plain);
});

test('a reference to nothing is an error, also one that Object has', () => {
  expect(() => source.resolve(referenceTo('toString'))).toThrow('Nothing is defined as');
});

test('kinds are found by what they are called in objects', () => {
  expect(nameOf('apps', 'v1', 'Deployment')).toBe('io.k8s.api.apps.v1.Deployment');
  expect(nameOf('rbac.authorization.k8s.io', 'v1', 'Role')).toBe('io.k8s.api.rbac.v1.Role');
  expect(nameOf('', 'v1', 'Status')).toBe('io.k8s.apimachinery.pkg.apis.meta.v1.Status');
  expect(nameOf('policy', 'v1', 'DeleteOptions')).toBe('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions');
  expect(nameOf('', 'v1', 'ObjectReference')).toBeUndefined();
  expect(kind('', 'v1', 'Pod')).toBe(kind('', 'v1', 'Pod'));
  expect(kind('', 'v1', 'constructor')).toBeUndefined();
});

describe('facts of the table', () => {
  const pod = 'io.k8s.api.core.v1.Pod';
  test('containers are merged by name, their ports by port and protocol', () => {
    expect(at(pod, 'spec', 'containers')).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'name',
    });
    expect(at(pod, 'spec', 'containers', '*', 'ports')).toMatchObject({
      'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
      'x-kubernetes-patch-merge-key': 'containerPort',
    });
    expect(at(pod, 'spec', 'containers', '*', 'ports', '*', 'protocol')).toEqual({ type: 'string', default: 'TCP' });
  });

  test('types that the client takes for strings', () => {
    expect(at(pod, 'spec', 'volumes', '*', 'emptyDir', 'sizeLimit')).toEqual({ type: 'string' });
    expect(at('io.k8s.api.core.v1.ServicePort', 'targetPort')).toMatchObject({ 'x-kubernetes-int-or-string': true });
    expect(at(pod, 'metadata', 'creationTimestamp')).toEqual({ type: 'string', format: 'date-time' });
  });

  test('marks beside a reference prevail', () => {
    expect(at(pod, 'spec', 'volumes', '*', 'ephemeral', 'volumeClaimTemplate', 'spec', 'dataSource')).toMatchObject({
      'x-kubernetes-map-type': 'atomic',
    });
    expect(at('io.k8s.api.core.v1.PodSpec', 'volumes')).toMatchObject({
      'x-kubernetes-patch-strategy': 'merge,retainKeys',
    });
  });
});

test('nearly every property is described', () => {
  const descriptions = builtInDescriptions();
  const silent = properties.filter(({ name, property }) => !descriptions[name]?.properties[property]);
  // Kubernetes itself says nothing about most fields of a JSON schema.
  expect(silent.filter(({ name }) => !name.endsWith('.JSONSchemaProps')).length / properties.length).toBeLessThan(0.02);
});

test('data that was not generated is an error that says what to do', () => {
  expect(() => readGenerated('nothing' as 'protobuf')).toThrow('Run `npm run build`');
});
