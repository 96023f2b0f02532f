import { isStatusError } from '@luban/kube';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.ts';

function codeOf(document: unknown, patch: unknown): number | 'accepted' {
  try {
    applyJsonPatch(document, patch);
    return 'accepted';
  } catch (error) {
    if (isStatusError(error)) return error.code;
    throw error;
  }
}

test('adds, removes, replaces, moves, copies and tests', () => {
  const document = { a: { b: 1 }, list: [1, 2] };
  const copy = structuredClone(document);
  const result = applyJsonPatch(document, [
    { op: 'test', path: '/a/b', value: 1 },
    { op: 'add', path: '/a/c', value: { d: 1 } },
    { op: 'add', path: '/list/0', value: 0 },
    { op: 'add', path: '/list/-', value: 3 },
    { op: 'replace', path: '/list/1', value: 'x' },
    { op: 'copy', from: '/a/c', path: '/copied' },
    { op: 'move', from: '/a/b', path: '/moved' },
    { op: 'remove', path: '/list/2' },
  ]);
  expect(result).toEqual({ a: { c: { d: 1 } }, list: [0, 'x', 3], copied: { d: 1 }, moved: 1 });
  expect(document).toEqual(copy);
});

test('paths are escaped, and empty tokens are names', () => {
  const document = { 'a/b': 1, 'm~n': 2, '': { '': 3 }, '~1': 4 };
  const patch = ['/a~1b', '/m~0n', '//', '/~01'].map((path) => ({ op: 'remove', path }));
  expect(applyJsonPatch(document, patch)).toEqual({ '': {} });
});

test('a path of nothing is the whole document', () => {
  expect(applyJsonPatch({ a: 1 }, [{ op: 'replace', path: '', value: 5 }])).toBe(5);
  expect(codeOf({ a: 1 }, [{ op: 'test', path: '', value: { a: 1 } }])).toBe('accepted');
});

test('unchanged parts are shared', () => {
  const document = { kept: { deep: [1] }, changed: 1 };
  const result = applyJsonPatch(document, [{ op: 'replace', path: '/changed', value: 2 }]) as typeof document;
  expect(result.kept).toBe(document.kept);
});

test('what does not fit is answered with 422 and Kubernetes’ sentence', () => {
  const document = { a: { b: 1 }, list: [1] };
  const operations = [
    { op: 'test', path: '/a/b', value: 2 },
    { op: 'remove', path: '/a/x' },
    { op: 'replace', path: '/x/y', value: 1 },
    { op: 'replace', path: '/list/1', value: 1 },
    { op: 'test', path: '/x/y', value: null },
    { op: 'add', path: '/x/y', value: 1 },
    { op: 'add', path: '/list/2', value: 1 },
    { op: 'add', path: '/list/01', value: 1 },
    { op: 'add', path: '/a/b/c', value: 1 },
    { op: 'remove', path: '/list/1' },
    { op: 'remove', path: '/list/-2' },
    { op: 'copy', from: '/nothing', path: '/a/c' },
    { op: 'move', from: '/a', path: '/a/c' },
    { op: 'add', path: 'a', value: 1 },
    { op: 'add', path: '/a/c' },
    { op: 'add', value: 1 },
    { op: 'melt', path: '/a' },
    { op: 'add', path: '/__proto__/polluted', value: 1 },
    { op: 'add', path: '/constructor/polluted', value: 1 },
  ];
  for (const operation of operations) expect(codeOf(document, [operation]), JSON.stringify(operation)).toBe(422);
  expect(() => applyJsonPatch(document, [operations[0]])).toThrow(
    expect.objectContaining({
      status: expect.objectContaining({
        message: 'the server rejected our request due to an error in our request',
        reason: 'Invalid',
        code: 422,
      }),
    }),
  );
});

test('a field that does not exist counts as null and can be replaced', () => {
  expect(
    applyJsonPatch({ a: {} }, [
      { op: 'test', path: '/a/b', value: null },
      { op: 'replace', path: '/a/b', value: 1 },
    ]),
  ).toEqual({ a: { b: 1 } });
});

test('copies of copies come to an end', () => {
  const doubling = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '', path: `/x${index}` }));
  expect(codeOf({ a: 'x'.repeat(100) }, doubling)).toBe(422);
});

test('what is no patch is answered with 400, what is too much with 413', () => {
  for (const patch of [null, {}, 'x', [1], [[]], [null]]) expect(codeOf({}, patch), JSON.stringify(patch)).toBe(400);
  const many = (count: number) => Array.from({ length: count }, () => ({ op: 'test', path: '', value: {} }));
  expect(codeOf({}, many(10_000))).toBe('accepted');
  expect(codeOf({}, many(10_001))).toBe(413);
});

test('replacing the managed fields, as kubectl does to migrate them', () => {
  const before = { metadata: { resourceVersion: '1', managedFields: [{ manager: 'a' }] } };
  expect(
    applyJsonPatch(before, [
      { op: 'replace', path: '/metadata/managedFields', value: [{ manager: 'b' }] },
      { op: 'replace', path: '/metadata/resourceVersion', value: '1' },
    ]),
  ).toEqual({ metadata: { resourceVersion: '1', managedFields: [{ manager: 'b' }] } });
});

test('adding a field and removing it again changes nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), fc.jsonValue(), (document, name, value) => {
      fc.pre(!Object.hasOwn(document, name) && name !== '__proto__');
      const path = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const added = applyJsonPatch(document, [{ op: 'add', path, value }]);
      expect(added).toEqual({ ...document, [name]: value });
      expect(
        applyJsonPatch(added, [
          { op: 'test', path, value },
          { op: 'remove', path },
        ]),
      ).toEqual(document);
    }),
  );
});

test('what was copied goes its own way', () => {
  const document = { a: { b: 1 } };
  const patch = [
    { op: 'replace', path: '/a/b', value: 2 },
    { op: 'copy', from: '/a', path: '/c' },
    { op: 'replace', path: '/a/b', value: 3 },
    { op: 'replace', path: '/c/b', value: 4 },
  ];
  const added = [
    { op: 'add', path: '/d', value: { e: 1 } },
    { op: 'add', path: '/d/e', value: 2 },
  ];
  expect(applyJsonPatch(document, [...patch, ...added])).toEqual({ a: { b: 3 }, c: { b: 4 }, d: { e: 2 } });
  expect(document).toEqual({ a: { b: 1 } });
  expect(added[0]!.value).toEqual({ e: 1 });
});

test('thousands of operations on large objects and long lists take no long time', () => {
  const large = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`k${index}`, '']));
  const operations = Array.from({ length: 10_000 }, (_, index) => ({ op: 'add', path: `/k${index}`, value: 'x' }));
  const list = Array.from({ length: 500_000 }, () => 0);
  const atFront = Array.from({ length: 10_000 }, () => ({ op: 'add', path: '/0', value: 1 }));
  const moving = Array.from({ length: 10_000 }, (_, index) =>
    index % 2 === 0 ? { op: 'move', from: '/a', path: '/b' } : { op: 'move', from: '/b', path: '/a' },
  );
  const start = process.threadCpuUsage();
  expect((applyJsonPatch(large, operations) as Record<string, string>).k9999).toBe('x');
  expect(codeOf(list, atFront)).toBe(413);
  expect(codeOf({ a: list }, moving)).toBe(413);
  expect(process.threadCpuUsage(start).user / 1_000).toBeLessThan(2_000);
});

test('nothing becomes nested without end', () => {
  const nested = (depth: number): unknown => JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
  const operations = Array.from({ length: 60 }, (_, index) => [
    { op: 'add', path: `/chain${index}`, value: nested(998) },
    { op: 'move', from: '/value', path: `/chain${index}${'/a'.repeat(997)}` },
    { op: 'move', from: `/chain${index}`, path: '/value' },
  ]).flat();
  expect(codeOf({ value: nested(900) }, operations)).toBe(422);
  expect(codeOf({ value: 1 }, [{ op: 'add', path: '/a'.repeat(500_000), value: 1 }])).toBe(422);
});
