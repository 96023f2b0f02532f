import { expect, test } from 'vitest';
import { RegistryError } from '../registry-error.ts';
import { parseReference, tagOf, versionOf } from './oci-reference.ts';

const DIGEST = `sha256:${'0f'.repeat(32)}`;

test.each([
  ['oci://r.example', { host: 'r.example', path: '' }],
  ['oci://r.example/', { host: 'r.example', path: '' }],
  ['oci://R.Example:443/a', { host: 'r.example:443', path: 'a' }],
  ['oci://127.0.0.1:5000/charts/clock/', { host: '127.0.0.1:5000', path: 'charts/clock' }],
  ['oci://[::1]:5000/clock:1.0.0', { host: '[::1]:5000', path: 'clock', tag: '1.0.0' }],
  ['oci://r/a/b:1.0.0+x.1', { host: 'r', path: 'a/b', tag: '1.0.0_x.1' }],
  [`oci://r/a@${DIGEST}`, { host: 'r', path: 'a', digest: DIGEST }],
  [`oci://r/a:1.0.0@${DIGEST}`, { host: 'r', path: 'a', tag: '1.0.0', digest: DIGEST }],
])('%s', (written, expected) => {
  expect(parseReference(written)).toEqual(expected);
});

test.each([
  'r.example/a',
  'https://r.example/a',
  'oci:///a',
  'oci://r/../etc',
  'oci://r/a/%2e%2e/b',
  'oci://r/A',
  'oci://r/a//b',
  'oci://r/a:',
  'oci://r/a:1.0.0:2',
  'oci://r/a:1/2',
  'oci://r/a@sha256:short',
  'oci://r/a\r\nx: y',
  'oci://r/a?x=1',
  'oci://user:password@r/a',
  `oci://r/${'a'.repeat(300)}`,
  `oci://r/${'a-'.repeat(50_000)}`,
])('%.60s is no reference', (written) => {
  expect(() => parseReference(written)).toThrow(RegistryError);
});

test('versions and tags are each other’s', () => {
  expect(tagOf('1.0.0-rc.1+build.5')).toBe('1.0.0-rc.1_build.5');
  expect(versionOf(tagOf('1.0.0-rc.1+build.5'))).toBe('1.0.0-rc.1+build.5');
});
