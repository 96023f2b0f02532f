import { isStatusError } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Schema, TypedSchema } from '../schema/schema.ts';
import { applyStrategicMergePatch } from './strategic-merge-patch.ts';

const container: Schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    image: { type: 'string' },
    args: { type: 'array', items: { type: 'string' } },
    ports: {
      type: 'array',
      items: { type: 'object', properties: { containerPort: { type: 'integer' }, name: { type: 'string' } } },
      'x-kubernetes-patch-strategy': 'merge',
      'x-kubernetes-patch-merge-key': 'containerPort',
    },
  },
};

const typed: TypedSchema = {
  source: { resolve: (schema) => schema },
  schema: {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          containers: {
            type: 'array',
            items: container,
            'x-kubernetes-patch-strategy': 'merge',
            'x-kubernetes-patch-merge-key': 'name',
          },
          finalizers: { type: 'array', items: { type: 'string' }, 'x-kubernetes-patch-strategy': 'merge' },
          strategy: { type: 'object', 'x-kubernetes-patch-strategy': 'retainKeys' },
          selector: { type: 'object', 'x-kubernetes-patch-strategy': 'replace' },
        },
      },
    },
  },
};

const spec = (value: unknown) => ({ spec: value });
const patched = (before: unknown, patch: unknown) => applyStrategicMergePatch(spec(before), spec(patch), typed);

test('items of lists with a merge key merge, and new ones come after', () => {
  expect(
    patched(
      {
        containers: [
          { name: 'a', image: 'a:1' },
          { name: 'b', image: 'b:1', args: ['x'] },
        ],
      },
      {
        containers: [
          { name: 'b', image: 'b:2' },
          { name: 'c', image: 'c:1' },
        ],
      },
    ),
  ).toEqual(
    spec({
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'b:2', args: ['x'] },
        { name: 'c', image: 'c:1' },
      ],
    }),
  );
});

test('lists without strategy are replaced', () => {
  expect(
    patched({ containers: [{ name: 'a', args: ['x', 'y'] }] }, { containers: [{ name: 'a', args: ['z'] }] }),
  ).toEqual(spec({ containers: [{ name: 'a', args: ['z'] }] }));
});

test('$patch deletes an item, replaces a list and replaces a map', () => {
  const before = { containers: [{ name: 'a' }, { name: 'b' }], strategy: { type: 'RollingUpdate', rollingUpdate: {} } };
  expect(patched(before, { containers: [{ $patch: 'delete', name: 'a' }] })).toEqual(
    spec({ ...before, containers: [{ name: 'b' }] }),
  );
  expect(patched(before, { containers: [{ $patch: 'replace' }, { name: 'c' }] })).toEqual(
    spec({ ...before, containers: [{ name: 'c' }] }),
  );
  expect(patched(before, { strategy: { $patch: 'replace', type: 'Recreate' } })).toEqual(
    spec({ ...before, strategy: { type: 'Recreate' } }),
  );
});

test('$retainKeys drops what it does not name', () => {
  const before = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } };
  expect(patched(before, { strategy: { $retainKeys: ['type'], type: 'Recreate' } })).toEqual(
    spec({ strategy: { type: 'Recreate' } }),
  );
});

test('$setElementOrder orders maps and scalars, whichever comes first in the patch', () => {
  const order = [{ name: 'c' }, { name: 'a' }];
  const patch = { '$setElementOrder/containers': order, containers: [{ name: 'c', image: 'c:1' }] };
  const wanted = spec({ containers: [{ name: 'c', image: 'c:1' }, { name: 'a' }] });
  expect(patched({ containers: [{ name: 'a' }] }, patch)).toEqual(wanted);
  const reversed = Object.fromEntries(Object.entries(patch).reverse());
  expect(patched({ containers: [{ name: 'a' }] }, reversed)).toEqual(wanted);
  expect(
    patched({ finalizers: ['a', 'b', 'c'] }, { '$setElementOrder/finalizers': ['c', 'b'], finalizers: [] }),
  ).toEqual(spec({ finalizers: ['a', 'c', 'b'] }));
});

test('$deleteFromPrimitiveList takes scalars out', () => {
  expect(
    patched(
      { finalizers: ['a', 'b'] },
      { '$deleteFromPrimitiveList/finalizers': ['a'], '$setElementOrder/finalizers': ['b'] },
    ),
  ).toEqual(spec({ finalizers: ['b'] }));
});

test('scalars of a merged list are not repeated', () => {
  expect(patched({ finalizers: ['a'] }, { finalizers: ['b', 'a'] })).toEqual(spec({ finalizers: ['b', 'a'] }));
});

test('null deletes, also in free-form maps, and is not kept where nothing was', () => {
  expect(applyStrategicMergePatch({ data: { a: '1', b: '2' } }, { data: { a: null, c: null } }, typed)).toEqual({
    data: { b: '2' },
  });
  expect(applyStrategicMergePatch({}, { data: { a: null, b: { c: null } } }, typed)).toEqual({ data: { b: {} } });
});

test('directives never get into an object', () => {
  const patch = {
    '$setElementOrder/containers': [{ name: 'a' }],
    containers: [{ name: 'a', '$setElementOrder/ports': [{ containerPort: 1 }], ports: [{ containerPort: 1 }] }],
  };
  expect(patched({}, patch)).toEqual(spec({ containers: [{ name: 'a', ports: [{ containerPort: 1 }] }] }));
});

test('refuses patches that are none', () => {
  const codeOf = (before: unknown, patch: unknown) => {
    try {
      applyStrategicMergePatch(before, patch, typed);
    } catch (error) {
      return isStatusError(error) ? error.code : error;
    }
    return 'accepted';
  };
  expect(codeOf({}, [])).toBe(400);
  expect(codeOf({ spec: { a: 1 } }, spec({ $retainKeys: ['b'], c: 1 }))).toBe(400);
  expect(codeOf({ spec: {} }, spec({ '$setElementOrder/containers': 1 }))).toBe(400);
  expect(
    codeOf(
      spec({ containers: [] }),
      spec({ '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'b' }] }),
    ),
  ).toBe(400);
  expect(codeOf({ spec: {} }, spec({ $patch: 'melt' }))).toBe(422);
  expect(codeOf(spec({ containers: [{ name: 'a' }] }), spec({ containers: [{ image: 'x' }] }))).toBe(422);
});

test('a prototype is no field', () => {
  const result = applyStrategicMergePatch(
    {},
    JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"b":1}}}'),
    typed,
  );
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  expect(JSON.stringify(result)).toBe('{"a":{}}');
});

test('long lists take no longer than their length', () => {
  const names = Array.from({ length: 20_000 }, (_, index) => ({ name: `c${index}` }));
  const patch = { '$setElementOrder/containers': names, containers: names };
  const start = process.threadCpuUsage();
  expect(patched({ containers: names.toReversed() }, patch)).toEqual(spec({ containers: names }));
  expect(process.threadCpuUsage(start).user / 1_000).toBeLessThan(3_000);
});

const item = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    image: fc.constantFrom('1', '2'),
    args: fc.array(fc.constantFrom('x', 'y')),
  },
  { requiredKeys: ['name'] },
);
const items = fc.uniqueArray(item, { selector: ({ name }) => name });

test('the patch from one keyed list to another, made as kubectl does, leads there', () => {
  fc.assert(
    fc.property(items, items, (from, to) => {
      const before = spec({ containers: from });
      const copy = structuredClone(before);
      const after = applyStrategicMergePatch(before, spec(listPatch(from, to)), typed);
      expect(before).toEqual(copy);
      expect(after).toEqual(spec({ containers: to }));
    }),
  );
});

type Item = { name: string; image?: string; args?: string[] };

function listPatch(from: readonly Item[], to: readonly Item[]): Record<string, unknown> {
  const changes: Record<string, unknown>[] = to.map((target) => {
    const source = from.find(({ name }) => name === target.name);
    const nulls = Object.keys(source ?? {}).filter((key) => !(key in target));
    return { ...Object.fromEntries(nulls.map((key) => [key, null])), ...target };
  });
  const gone = from.filter(({ name }) => !to.some((target) => target.name === name));
  return {
    '$setElementOrder/containers': to.map(({ name }) => ({ name })),
    containers: [...changes, ...gone.map(({ name }) => ({ $patch: 'delete', name }))],
  };
}
