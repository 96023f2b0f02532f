import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInSchemas } from './built-in-schemas.ts';
import type { TypedSchema } from './schema.ts';
import { pruneUnknown, unknownFields } from './unknown-fields.ts';

const schemas = builtInSchemas();

function kind(group: string, version: string, name: string): TypedSchema {
  const typed = schemas.kind(group, version, name);
  if (typed === undefined) throw new Error(`no ${name}`);
  return typed;
}

const deployment = () => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' }, foo: 1, managedFields: [{ fieldsV1: { 'f:spec': { any: 1 } } }] },
  spec: {
    replica: 3,
    selector: { matchLabels: { app: 'web' } },
    template: {
      spec: { containers: [{ name: 'a' }, { name: 'b', resources: { limits: { cpu: '1' }, x: 1 }, port: [] }] },
    },
  },
  unknown: {},
});

const unknown = [
  'metadata.foo',
  'spec.replica',
  'spec.template.spec.containers[1].resources.x',
  'spec.template.spec.containers[1].port',
  'unknown',
];

test('are told by their paths', () => {
  expect(unknownFields(deployment(), kind('apps', 'v1', 'Deployment'))).toEqual(unknown);
});

test('are taken out, and nothing else', () => {
  const pruned = deployment();
  pruneUnknown(pruned, kind('apps', 'v1', 'Deployment'));
  expect(unknownFields(pruned, kind('apps', 'v1', 'Deployment'))).toEqual([]);
  expect(pruned).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'web' }, managedFields: [{ fieldsV1: { 'f:spec': { any: 1 } } }] },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { containers: [{ name: 'a' }, { name: 'b', resources: { limits: { cpu: '1' } } }] } },
    },
  });
});

test('whatever is sent, nothing unknown is left after pruning', () => {
  const typed = kind('', 'v1', 'Pod');
  const names = fc.constantFrom('spec', 'metadata', 'containers', 'name', 'env', '__proto__', 'constructor', 'labels');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 6 }, fc.string(), fc.array(tie('tree')), fc.dictionary(names, tie('tree'))),
  }));
  fc.assert(
    fc.property(fc.dictionary(names, tree), (object) => {
      pruneUnknown(object, typed);
      expect(unknownFields(object, typed)).toEqual([]);
    }),
  );
});

describe('what may be anything', () => {
  test.each([
    ['apps', 'ControllerRevision', { data: { spec: { x: [1] } } }],
    ['', 'ConfigMap', { data: { __proto__x: 'a' }, binaryData: { b: 'AA==' } }],
    [
      'apiextensions.k8s.io',
      'CustomResourceDefinition',
      {
        spec: {
          versions: [{ schema: { openAPIV3Schema: { items: { type: 'x', y: 1 }, $ref: '', default: { a: 1 } } } }],
        },
      },
    ],
  ])('%s %s', (group, name, object) => {
    expect(unknownFields(object, kind(group, 'v1', name))).toEqual([]);
  });
});

describe('of custom resources', () => {
  const typed: TypedSchema = {
    source: { resolve: (schema) => schema },
    schema: {
      type: 'object',
      properties: {
        spec: {
          type: 'object',
          properties: {
            open: {
              type: 'object',
              'x-kubernetes-preserve-unknown-fields': true,
              properties: { shut: { type: 'object' } },
            },
            template: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: {} },
            free: { type: 'object', additionalProperties: { type: 'object', properties: { a: { type: 'string' } } } },
          },
        },
      },
    },
  };

  test('metadata is known, and kept to its own schema', () => {
    expect(unknownFields({ apiVersion: 'v1', kind: 'X', metadata: { name: 'x', nme: 'y' } }, typed)).toEqual([
      'metadata.nme',
    ]);
  });

  test('marks are followed', () => {
    const spec = {
      open: { any: { thing: 1 }, shut: { no: 1 } },
      template: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', x: 1 }, spec: {} },
      free: { any: { a: '1', b: '2' } },
    };
    expect(unknownFields({ spec }, typed)).toEqual([
      'spec.open.shut.no',
      'spec.template.metadata.x',
      'spec.template.spec',
      'spec.free.any.b',
    ]);
  });
});
