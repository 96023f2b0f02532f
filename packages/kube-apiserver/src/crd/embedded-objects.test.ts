import { expect, test } from 'vitest';
import { pruneEmbeddedMetadata, validateEmbeddedObjects } from './embedded-objects.ts';
import { objectSchema, told } from './testing/definitions.ts';

const template = {
  type: 'object',
  'x-kubernetes-embedded-resource': true,
  'x-kubernetes-preserve-unknown-fields': true,
};
const schema = objectSchema({
  template,
  list: { type: 'array', items: template },
  map: { type: 'object', additionalProperties: template },
});

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', labels: { a: 'b' } } };

test('an object inside has a version and a kind', () => {
  const errorsOf = (value: unknown) => told(validateEmbeddedObjects(schema, { spec: { template: value } }));
  expect(errorsOf(pod)).toEqual([]);
  expect(errorsOf({})).toEqual(['spec.template.apiVersion: Required value', 'spec.template.kind: Required value']);
  expect(errorsOf({ ...pod, apiVersion: 'a/b/c', kind: '' })).toEqual([
    'spec.template.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c',
    'spec.template.kind: Invalid value: "": must not be empty',
  ]);
  expect(errorsOf({ ...pod, kind: 'Not A Kind' })[0]).toContain('may have mixed case, but should otherwise match');
  expect(errorsOf({ ...pod, metadata: { name: 'a/b' } })).toEqual([
    'spec.template.metadata.name: Invalid value: "a/b": may not contain \'/\'',
  ]);
  expect(errorsOf({ ...pod, metadata: { labels: { a: 1 } } })).toHaveLength(1);
  expect(errorsOf({ ...pod, metadata: 'x' })).toHaveLength(1);
});

test('objects in lists and maps are looked at as well', () => {
  expect(told(validateEmbeddedObjects(schema, { spec: { list: [pod, { kind: 'X' }], map: { a: {} } } }))).toEqual([
    'spec.list[1].apiVersion: Required value',
    'spec.map[a].apiVersion: Required value',
    'spec.map[a].kind: Required value',
  ]);
});

test('metadata keeps what metadata has', () => {
  const value = { spec: { template: { ...pod, metadata: { name: 'p', color: 'red' }, other: 1 } } };
  pruneEmbeddedMetadata(schema, value);
  expect(value).toEqual({ spec: { template: { ...pod, metadata: { name: 'p' }, other: 1 } } });
});
