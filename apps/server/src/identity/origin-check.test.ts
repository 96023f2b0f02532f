import { expect, test } from 'vitest';
import { fromHere } from './origin-check.ts';

const host = 'console.example:3000';

test.each([
  [{ host }],
  [{ host, origin: 'http://console.example:3000' }],
  [{ host, origin: 'https://console.example:3000', 'sec-fetch-site': 'same-origin' }],
])('%j is from here', (headers) => {
  expect(fromHere({ headers })).toBe(true);
});

test.each([
  [{ host, origin: 'http://evil.example' }],
  [{ host, origin: 'http://console.example' }],
  [{ host, origin: 'http://console.example:3000.evil.example' }],
  [{ host, origin: 'null' }],
  [{ host, origin: '' }],
  [{ origin: 'http://console.example:3000' }],
  [{ host, 'sec-fetch-site': 'cross-site' }],
  [{ host, 'sec-fetch-site': 'same-site' }],
  [{ host, 'sec-fetch-site': 'none' }],
  [{ host, origin: 'http://console.example:3000', 'sec-fetch-site': 'cross-site' }],
])('%j is not', (headers) => {
  expect(fromHere({ headers })).toBe(false);
});
