import { expect, test } from 'vitest';
import { acceptedLocale } from './preferences.ts';

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en-GB, zh;q=0.9', 'en'],
  ['fr, zh;q=0.2', 'zh'],
  ['zh;q=0, en', 'en'],
  ['fr,de', 'en'],
  ['zh;q=abc', 'en'],
  [`${'x,'.repeat(10_000)}zh`, 'en'],
])('Accept-Language %j gives %s', (header, locale) => {
  expect(acceptedLocale(header)).toBe(locale);
});
