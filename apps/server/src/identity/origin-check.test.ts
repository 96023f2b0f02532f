import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerErrors } from '../errors.ts';
import { fromHere, registerOriginCheck } from './origin-check.ts';

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

test('pages of other sites do not read what may set something off, also where browsers say little', async () => {
  await using app = Object.assign(fastify(), { [Symbol.asyncDispose]: () => app.close() });
  registerErrors(app);
  registerOriginCheck(app);
  app.get('/*', async () => 'read');
  const read = async (url: string, headers: Record<string, string>) =>
    (await app.inject({ url, headers: { host, ...headers } })).statusCode;
  const foreign: Record<string, string>[] = [
    { origin: 'http://console.example:8080' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const url of ['/api/v1/nodes', '/clusters/reef/apis', '/kapis/a/b/c', '/proxy/x', '/%61pi/v1/nodes']) {
    for (const headers of foreign) expect(await read(url, headers), `${url} ${JSON.stringify(headers)}`).toBe(403);
    expect(await read(url, {})).toBe(200);
    expect(await read(url, { origin: 'http://console.example:3000' })).toBe(200);
    expect(await read(url, { 'sec-fetch-site': 'none' })).toBe(200);
    expect(await read(url, { origin: 'http://console.example:8080', authorization: 'Bearer x' })).toBe(200);
  }
  expect(await read('/clusters/reef/pods', { 'sec-fetch-site': 'cross-site' })).toBe(200);
});
