import { expect, test } from 'vitest';
import { builtInSchemas } from './built-in-schemas.ts';
import { omitEmpty } from './omit-empty.ts';

const pod = builtInSchemas().kind('', 'v1', 'Pod')!;

test('nulls, empty lists and empty maps go; structures that say something by being there stay', () => {
  const object = {
    metadata: { name: 'a', labels: {}, ownerReferences: [], creationTimestamp: null },
    spec: {
      containers: [{ name: 'c', command: [], resources: {}, env: null }],
      volumes: [{ name: 'v', emptyDir: {} }],
      nodeSelector: {},
    },
  };
  omitEmpty(object, pod);
  expect(object).toEqual({
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'c', resources: {} }], volumes: [{ name: 'v', emptyDir: {} }] },
  });
});

test('what a kind must have stays, empty or not', () => {
  const object = { metadata: {}, spec: { containers: [] } };
  omitEmpty(object, pod);
  expect(object.spec).toEqual({ containers: [] });
});

test('entries of maps stay, whatever they are', () => {
  const object = { metadata: { annotations: { empty: '' } }, data: { empty: '' } };
  omitEmpty(object, builtInSchemas().kind('', 'v1', 'ConfigMap')!);
  expect(object).toEqual({ metadata: { annotations: { empty: '' } }, data: { empty: '' } });
});
