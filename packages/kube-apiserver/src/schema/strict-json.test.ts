import { isStatusError } from '@luban/kube';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

test('any JSON is parsed as it is, and has no duplicates', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(parseStrictJson(text)).toEqual({ value: JSON.parse(text), duplicates: [] });
    }),
    { numRuns: 500 },
  );
});

test('a key that is repeated is told wherever it stands, and its last value counts', () => {
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (key, first, second) => {
      const quoted = JSON.stringify(key);
      const text = `{"list":[0,{${quoted}:${JSON.stringify(first)} , ${quoted} : ${JSON.stringify(second)}}]}`;
      const { value, duplicates } = parseStrictJson(text);
      expect(duplicates).toEqual([`list[1].${key}`]);
      expect((value as { list: unknown[] }).list[1]).toEqual(JSON.parse(`{${quoted}:${JSON.stringify(second)}}`));
    }),
  );
});

describe('duplicates', () => {
  test.each([
    ['{"spec":{"replicas":1,"replicas":2}}', ['spec.replicas']],
    ['{"a":1,"\\u0061":2}', ['a']],
    ['{"a":1,"a":2,"a":3}', ['a']],
    ['{"a":{"b":1},"c":{"b":1}}', []],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":"a\\":","b":"\\\\","b":"{\\"b\\":1}"}', ['b']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
  ])('%s', (text, duplicates) => {
    expect(parseStrictJson(text).duplicates).toEqual(duplicates);
  });

  test('are told a hundred times at most', () => {
    const text = `{${Array.from({ length: 300 }, (_, index) => `"k${index}":1,"k${index}":1`).join(',')}}`;
    expect(parseStrictJson(text).duplicates).toHaveLength(100);
  });
});

test('a key named after the prototype is an ordinary member', () => {
  const { value } = parseStrictJson('{"__proto__":{"admin":true}}');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect((value as { admin?: boolean }).admin).toBeUndefined();
});

describe('refused with 400', () => {
  test.each([
    ['', 'Unexpected end of JSON input'],
    ['{"a":}', 'json parse error'],
    ['{"a":1}}', 'json parse error'],
    ['[1e400]', 'number 1e400 is out of range'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'exceeded max depth'],
    [`${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`, 'exceeded max depth'],
  ])('%.20s', (text, message) => {
    const attempt = () => parseStrictJson(text);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(expect.toSatisfy((error) => isStatusError(error, 'BadRequest')));
  });
});

test('the time it takes grows with the length alone', () => {
  // Backslashes and keys are what a careless scanner goes through again and again.
  const text = JSON.stringify({ text: '\\"'.repeat(400_000), keys: '{"a":1,'.repeat(100_000) });
  const start = process.threadCpuUsage();
  parseStrictJson(text);
  expect(process.threadCpuUsage(start).user / 1_000).toBeLessThan(1_000);
});
