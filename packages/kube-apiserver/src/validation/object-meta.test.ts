import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { validateObjectMeta, validateObjectMetaUpdate } from './object-meta.ts';

const object = (metadata: Record<string, unknown>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Any',
  metadata: { name: 'x', namespace: 'default', ...metadata },
});
const sentences = (metadata: Record<string, unknown>, namespaced = true) =>
  validateObjectMeta(object(metadata), { namespaced }).map(({ field, message }) => `${field}: ${message}`);

const QUALIFIED =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

test.each<[Record<string, unknown>, string[]]>([
  [{}, []],
  [{ name: '' }, ['metadata.name: Required value: name or generateName is required']],
  [{ generateName: 'web-' }, []],
  [{ namespace: '' }, ['metadata.namespace: Required value']],
  [{ namespace: 'a.b' }, ['metadata.namespace: Invalid value: "a.b": must not contain dots']],
  [
    { name: 'a'.repeat(254) },
    [`metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 characters`],
  ],
  [
    { labels: { 'a/b/c': 'v' } },
    [
      `metadata.labels: Invalid value: "a/b/c": a qualified name ${QUALIFIED.replace('name part ', '')} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ],
  ],
  [{ labels: { '/b': 'v' } }, ['metadata.labels: Invalid value: "/b": prefix part must be non-empty']],
  [
    { labels: { a: 'v v' } },
    [
      `metadata.labels: Invalid value: "v v": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
    ],
  ],
  [{ annotations: { '-a': '' } }, [`metadata.annotations: Invalid value: "-a": ${QUALIFIED}`]],
  [{ annotations: { a: 'x'.repeat(262_144) } }, ['metadata.annotations: Too long: may not be more than 262144 bytes']],
  [
    { finalizers: ['orphan', 'foregroundDeletion'] },
    [
      'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
    ],
  ],
  [
    { ownerReferences: [{ apiVersion: 'a/b/c', kind: '', name: 'n' }] },
    [
      'metadata.ownerReferences[0].apiVersion: Invalid value: "a/b/c": must be <group>/<version> or <version>',
      'metadata.ownerReferences[0].kind: Required value: must not be empty',
      'metadata.ownerReferences[0].uid: Required value: must not be empty',
    ],
  ],
  [
    {
      ownerReferences: [
        { apiVersion: 'v1', kind: 'A', name: 'a', uid: '1', controller: true },
        { apiVersion: 'v1', kind: 'B', name: 'b', uid: '2', controller: true },
      ],
    },
    [
      'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"A","name":"a","uid":"1","controller":true},{"apiVersion":"v1","kind":"B","name":"b","uid":"2","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for A/a and B/b',
    ],
  ],
  [
    { managedFields: [{ operation: 'Guess', fieldsType: 'V2' }] },
    [
      'metadata.managedFields[0].operation: Unsupported value: "Guess": supported values: "Apply", "Update"',
      'metadata.managedFields[0].fieldsType: Invalid value: "V2": must be `FieldsV1`',
    ],
  ],
])('%j', (metadata, expected) => {
  expect(sentences(metadata)).toEqual(expected);
});

test('cluster-scoped objects stand in no namespace', () => {
  expect(sentences({}, false)).toEqual(['metadata.namespace: Forbidden: not allowed on this type']);
});

test('identity stays', () => {
  const old = object({ uid: '1', creationTimestamp: '2026-01-01T00:00:00Z' });
  expect(validateObjectMetaUpdate(object({}), old)).toEqual([]);
  expect(validateObjectMetaUpdate(object({ uid: '2', name: 'y' }), old).map(({ field }) => field)).toEqual([
    'metadata.name',
    'metadata.uid',
  ]);
});

test('nothing new holds back what is being deleted', () => {
  const old = object({ deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a.b/c'] });
  const [error] = validateObjectMetaUpdate(object({ finalizers: ['a.b/c', 'a.b/d'] }), old);
  expect(error?.message).toBe(
    'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"a.b/d"}',
  );
  expect(validateObjectMetaUpdate(object({ finalizers: [] }), old)).toEqual([]);
});
