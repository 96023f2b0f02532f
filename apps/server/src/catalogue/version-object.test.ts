import { readPackage } from '@luban/extension-package';
import { type TestPackage, testPackage } from '@luban/extension-package/testing';
import { expect, test } from 'vitest';
import { isLabelValue, versionName, versionObject } from './version-object.ts';

const objectOf = async (options: TestPackage) => versionObject(await readPackage(testPackage(options)), {});

test('a small icon is in the object, a large one is an address of this server', async () => {
  const svg = (bytes: number) => `<svg xmlns="http://www.w3.org/2000/svg"><!--${'x'.repeat(bytes)}--></svg>`;
  const withIcon = (bytes: number) => objectOf({ files: { 'static/icon.svg': svg(bytes) } });
  expect((await withIcon(1_000)).spec?.icon).toMatch(/^data:image\/svg\+xml;base64,/);
  expect((await withIcon(100_000)).spec?.icon).toBe(
    '/api/center/extensions/tide-clock/versions/1.0.0/files/static/icon.svg',
  );
});

test('annotations of the chart come along, but for those that speak for Kubernetes or for the product', async () => {
  const annotations = {
    'executor-hook-image.kubesphere.io/install': 'docker.io/harbour/hook:1',
    plain: 'yes',
    'luban.dev/withdrawn': 'x',
    'sub.luban.dev/x': 'x',
    'kubectl.kubernetes.io/last-applied-configuration': 'x',
  };
  const { metadata } = await objectOf({ metadata: { annotations } });
  expect(metadata.annotations).toEqual({
    'executor-hook-image.kubesphere.io/install': 'docker.io/harbour/hook:1',
    plain: 'yes',
  });
});

test.each([
  ['dev-tools', true],
  ['dev tools', false],
  ['-x', false],
  ['', false],
  ['x'.repeat(64), false],
])('%s can be a label: %s', (text, expected) => {
  expect(isLabelValue(text)).toBe(expected);
});

test.each(['1.0.0-RC1', '1.0.0+build', '1.0.0-a..b', '1.0.0-x_y', '1.0.0-'])('%s names no object', (version) => {
  expect(() => versionName('tide-clock', version)).toThrow(/LB7309/);
});

test.each(['1.0.0', '1.0.0-rc.1', '10.20.30-0'])('%s names one', (version) => {
  expect(versionName('tide-clock', version)).toBe(`tide-clock-${version}`);
});
