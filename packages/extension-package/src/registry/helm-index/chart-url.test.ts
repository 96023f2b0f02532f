import { expect, test } from 'vitest';
import { absoluteUrl, folderOf, indexOf } from './chart-url.ts';

test.each<[string, unknown, string | undefined]>([
  ['https://h/a/b', 'c-1.tgz', 'https://h/a/b/c-1.tgz'],
  ['https://h/a/b/', 'charts/c-1.tgz', 'https://h/a/b/charts/c-1.tgz'],
  ['https://h/a/b/index.yaml', '../c-1.tgz', 'https://h/a/c-1.tgz'],
  ['https://h/a/b', '/c-1.tgz', 'https://h/c-1.tgz'],
  ['https://h/a/b', 'c-1+x.tgz', 'https://h/a/b/c-1+x.tgz'],
  ['https://h:8443', './c-1.tgz', 'https://h:8443/c-1.tgz'],
  ['https://h/a?token=t&x=1', 'c-1.tgz', 'https://h/a/c-1.tgz?token=t&x=1'],
  ['https://h/a?token=t', 'c-1.tgz?token=own', 'https://h/a/c-1.tgz?token=own'],
  ['https://h/a?token=t', 'https://other/c-1.tgz', 'https://other/c-1.tgz'],
  ['https://h/a?token=t', '//other/c-1.tgz', 'https://other/c-1.tgz'],
  ['https://h/a?token=t', 'https://h/c-1.tgz', 'https://h/c-1.tgz'],
  ['https://h/a', 'http://user:password@other/c.tgz#x', 'http://other/c.tgz'],
  ['https://h/a', 'oci://r/p/c:1.0.0', 'oci://r/p/c:1.0.0'],
  ['https://h/a', 'file:///etc/passwd', undefined],
  ['https://h/a', 's3://bucket/c.tgz', undefined],
  ['https://h/a', 'oci:c', undefined],
  ['https://h/a', '', undefined],
  ['https://h/a', 7, undefined],
  ['https://h/a', 'http://[', undefined],
])('in the repository %s, %j is %s', (repository, written, expected) => {
  expect(absoluteUrl(written, folderOf(new URL(repository)))).toBe(expected);
});

test.each([
  ['https://h', 'https://h/index.yaml'],
  ['https://h/a//', 'https://h/a/index.yaml'],
  ['https://h/a/index.yaml', 'https://h/a/index.yaml'],
  ['https://h/a?token=t#x', 'https://h/a/index.yaml?token=t'],
])('the index of %s is %s', (repository, expected) => {
  expect(indexOf(folderOf(new URL(repository))).href).toBe(expected);
});
