import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonPathError, parseJsonPath } from './json-path.ts';

const pod = {
  metadata: { name: 'web-0', labels: { 'app.kubernetes.io/name': 'web', tier: 'front' } },
  spec: { replicas: 3, containers: [{ name: 'a', ports: [80, 443] }, { name: 'b' }, { name: 'c' }], paused: false },
  status: {
    conditions: [
      { type: 'Ready', status: 'True', weight: 2 },
      { type: 'Synced', status: 'False', weight: 5 },
    ],
  },
};

test.each<[string, unknown[]]>([
  ['.spec.replicas', [3]],
  ['{.spec.replicas}', [3]],
  ['$.spec.replicas', [3]],
  ['spec.replicas', [3]],
  ['.spec.paused', [false]],
  ['.spec.missing.deep', []],
  [".metadata.labels['app.kubernetes.io/name']", ['web']],
  ['.metadata.labels.app\\.kubernetes\\.io/name', ['web']],
  [".metadata.labels['tier','app.kubernetes.io/name']", ['front', 'web']],
  ['.spec.containers[0].name', ['a']],
  ['.spec.containers[-1].name', ['c']],
  ['.spec.containers[9].name', []],
  ['.spec.containers[0:2].name', ['a', 'b']],
  ['.spec.containers[::2].name', ['a', 'c']],
  ['.spec.containers[-2:].name', ['b', 'c']],
  ['.spec.containers[*].name', ['a', 'b', 'c']],
  ['.spec.containers[*].ports[*]', [80, 443]],
  ['.metadata.labels.*', ['web', 'front']],
  ['..ports[1]', [443]],
  ['.status..type', ['Ready', 'Synced']],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type == 'Synced')].status", ['False']],
  ['.status.conditions[?(@.type!="Ready")].type', ['Synced']],
  ['.status.conditions[?(@.weight>=3)].type', ['Synced']],
  ['.status.conditions[?(@.weight<3)].type', ['Ready']],
  ['.spec.containers[?(@.ports)].name', ['a']],
  ['.spec.containers[?(@.ports[?(@.x==1)])].name', []],
  ['.', [pod]],
])('%s', (path, found) => {
  expect(parseJsonPath(path).find(pod)).toEqual(found);
});

test.each(['.a[', '.a[?(@.b==]', '.a[b]', '.a[::0]', '.a]b[', '.a[0]b', '.a[?(b==1)]', `.${'a'.repeat(5_000)}`])(
  '%s is refused',
  (path) => {
    expect(() => parseJsonPath(path)).toThrow(JsonPathError);
  },
);

test('what an object only inherits is not found', () => {
  expect(parseJsonPath('.constructor').find({})).toEqual([]);
  expect(parseJsonPath('.__proto__').find({})).toEqual([]);
  expect(parseJsonPath('.__proto__').find(JSON.parse('{"__proto__": 1}'))).toEqual([1]);
});

test('a path over and over does not multiply what it yields without end', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 2_000; i++) deep = { a: deep };
  const started = process.threadCpuUsage();
  expect(parseJsonPath('..a..a..a..a').find(deep).length).toBeLessThanOrEqual(100_000);
  expect(process.threadCpuUsage(started).user / 1_000).toBeLessThan(2_000);
});

test('any text is a path or refused, quickly', () => {
  const soup = fc.string({ unit: fc.constantFrom(...`.[]?()@$*:'"=<>!\\{}ab01- `), maxLength: 60 });
  fc.assert(
    fc.property(soup, fc.jsonValue(), (text, value) => {
      try {
        parseJsonPath(text).find(value);
      } catch (error) {
        expect(error).toBeInstanceOf(JsonPathError);
      }
    }),
  );
});
