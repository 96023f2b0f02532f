import { joinDocuments } from '@luban/extension-package/helm';
import { expect, test } from 'vitest';
import { compareObjects } from './compare-objects.ts';
import { secretsOf, shownObjects } from './shown-object.ts';

const release = (...manifests: string[]) => ({ manifest: joinDocuments(manifests), objects: [] });
const shown = (...manifests: string[]) => {
  const given = release(...manifests);
  return shownObjects(given, undefined, secretsOf([given], []));
};
const map = (name: string, data: string, version = 'v1') =>
  `apiVersion: ${version}\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: n}\ndata: ${data}`;

test('objects are told apart by kind, place and name, and compared by what they say', () => {
  const { objects, diff, diffCut } = compareObjects(
    shown(map('a', '{x: "1", y: two}'), map('b', '{x: "1"}'), map('c', '{}')),
    shown(map('c', '{}'), map('a', '\n  y: "two"\n  x: "1"\n'), map('b', '{x: "2"}'), map('d', '{}')),
  );
  expect(objects).toMatchObject({ added: [{ name: 'd' }], changed: [{ name: 'b' }], removed: [], unchanged: 2 });
  expect(diff).toMatch(/^=+\n--- a\/n\/v1 ConfigMap b\n\+\+\+ b\/n\/v1 ConfigMap b\n/);
  expect(diff).toContain('-  x: 1\n+  x: 2\n');
  expect(diff).toContain('--- /dev/null\n+++ b/n/v1 ConfigMap d\n');
  expect(diffCut).toBe(false);
  expect(compareObjects(shown(map('a', '{}')), [])).toMatchObject({ objects: { removed: [{ name: 'a' }] } });
});

test('another version of an API is no other object', () => {
  const before = shown('apiVersion: apps/v1beta1\nkind: Deployment\nmetadata: {name: a}');
  const after = shown('apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}');
  expect(compareObjects(before, after).objects).toMatchObject({ added: [], changed: [{ name: 'a' }], removed: [] });
});

test('what is secret is hidden wherever it stands, and that it changed is still seen', () => {
  const secret = (value: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {key: ${Buffer.from(value).toString('base64')}}\nstringData: {other: ${value}}`;
  const [before, after] = [
    release(secret('mooring-line'), map('a', '{url: "x:mooring-line@y"}')),
    release(secret('anchor-chain'), map('a', '{url: "x:mooring-line@z"}')),
  ];
  const secrets = secretsOf([before, after], []);
  const { diff, objects } = compareObjects(shownObjects(before, 'reef', secrets), shownObjects(after, 'reef', secrets));
  expect(objects.changed).toMatchObject([{ cluster: 'reef', kind: 'Secret' }, { kind: 'ConfigMap' }]);
  expect(diff).not.toMatch(/mooring|anchor|bW9vcm|YW5jaG/);
  expect(diff).toMatch(/-.*hidden-[\da-f]{8}[\s\S]*\+.*hidden-[\da-f]{8}/);
});

test('a difference beyond all measure is cut', () => {
  const many = Array.from({ length: 300 }, (_, i) => map(`m${i}`, `{x: "${'y'.repeat(3_000)}"}`));
  const { diff, diffCut, objects } = compareObjects([], shown(...many));
  expect(diffCut).toBe(true);
  expect(diff.length).toBeLessThanOrEqual(400_000);
  expect(objects.added).toHaveLength(300);
});

test('texts that are no objects, or odd ones, break nothing', () => {
  const odd = ['just text', 'a: [', 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: none', '{}'];
  expect(
    shown(...odd)
      .map(({ yaml }) => yaml)
      .join(),
  ).not.toContain('none');
});
