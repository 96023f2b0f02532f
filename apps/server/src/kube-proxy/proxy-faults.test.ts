import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { annasCluster, oddCluster, rawRequest, testProxy } from './test-proxy.ts';

// Whole servers, which take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const status = async (answer: Response) => {
  const { kind, code, reason, message, details } = await answer.json();
  return { kind, code, reason, details, number: /\((LB\d+)\)/.exec(message)?.[1] };
};

test('a cluster that is slow to answer gets as long as it is given, and is then given up with a Status', async () => {
  const odd = await oddCluster((request, response) => {
    if (request.url?.includes('slow')) setTimeout(() => response.end('late'), 300);
  });
  const { url } = await testProxy([odd], { answersWithin: 1_000 });
  expect(await (await fetch(`${url}/api/v1/slow`)).text()).toBe('late');
  const answer = await fetch(`${url}/api/v1/never`);
  expect(answer.status).toBe(504);
  expect(await status(answer)).toMatchObject({ kind: 'Status', code: 504, reason: 'Timeout', number: 'LB5105' });
});

test('streams may begin as late as they like', async () => {
  const odd = await oddCluster((_request, response) => {
    setTimeout(() => response.end('line\n'), 2_500);
  });
  const { url } = await testProxy([odd], { answersWithin: 1_000 });
  const answers = ['/api/v1/namespaces/x/pods/y/log?follow=true', '/api/v1/pods?watch=true'].map((path) =>
    fetch(url + path),
  );
  for (const answer of await Promise.all(answers)) expect(await answer.text()).toBe('line\n');
});

test.each([
  [410, 'Expired', {}],
  [429, 'TooManyRequests', { 'retry-after': '7' }],
  [409, 'Conflict', {}],
  [500, 'InternalError', {}],
])('a %i of the cluster arrives as it is', async (code, reason, headers) => {
  const body = JSON.stringify({ kind: 'Status', apiVersion: 'v1', code, reason });
  const odd = await oddCluster((_request, response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers });
    response.end(body);
  });
  const { url } = await testProxy([odd]);
  const answer = await rawRequest(url, '/api/v1/pods');
  expect(answer).toMatchObject({ status: code, body, headers });
});

test('a watch that the cluster cuts off is cut off for the client, and is no whole answer', async () => {
  const odd = await oddCluster((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"type":"ADDED"}\n');
    setTimeout(() => response.destroy(), 50);
  });
  const { url } = await testProxy([odd]);
  const watching = get(`${url}/api/v1/pods?watch=true`);
  const [response] = (await once(watching, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [error] = (await once(response, 'error')) as [NodeJS.ErrnoException];
  expect(text).toBe('{"type":"ADDED"}\n');
  expect(error.code).toBe('ECONNRESET');
});

test('an answer that ends before its announced length is cut off too', async () => {
  const odd = await oddCluster((_request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('short');
    setTimeout(() => response.destroy(), 50);
  });
  const { url } = await testProxy([odd]);
  await expect(rawRequest(url, '/api/v1/pods')).rejects.toThrow();
});

test.each([
  ['text that is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['nothing', ''],
  ['a header without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`],
])('a cluster that answers %s is explained', async (_, garbage) => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(garbage));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { url } = await testProxy([
    { name: 'odd', displayName: 'Odd', endpoint: { server: `http://127.0.0.1:${port}` } },
  ]);
  const answer = await fetch(`${url}/api/v1/pods`);
  expect(await status(answer)).toMatchObject({ kind: 'Status', code: answer.status });
  expect([502, 503]).toContain(answer.status);
});

test('nothing at the address is a 503 with a reason and a time to come back', async () => {
  const host = await annasCluster('host');
  await host.api[Symbol.asyncDispose]();
  const { url } = await testProxy([host]);
  const answer = await fetch(`${url}/api/v1/pods`);
  expect(answer.headers.get('retry-after')).toBe('1');
  expect(await status(answer)).toMatchObject({
    ...{ kind: 'Status', code: 503, reason: 'ServiceUnavailable', number: 'LB5103' },
    details: { retryAfterSeconds: 1 },
  });
});

test('a large body to a cluster that refuses early does not cost the client the answer', async () => {
  const odd = await oddCluster((_request, response) => {
    response.writeHead(413, { 'content-type': 'application/json', connection: 'close' });
    response.end('{"kind":"Status","code":413}');
  });
  const { url } = await testProxy([odd]);
  const answer = await rawRequest(url, '/api/v1/namespaces/x/configmaps', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: 'x'.repeat(5_000_000),
  });
  expect(answer.status).toBe(413);
});

test('a kept connection that was closed meanwhile costs no request', async () => {
  const odd = await oddCluster((_request, response) => response.end('ok'));
  odd.server.keepAliveTimeout = 60_000;
  const { url } = await testProxy([odd]);
  for (let i = 0; i < 5; i++) {
    expect((await rawRequest(url, '/api/v1/pods')).body).toBe('ok');
    odd.server.closeIdleConnections();
    if (i % 2 === 0) await sleep(5);
  }
});

test('a header that no server takes is the asker’s fault, and says so', async () => {
  const odd = await oddCluster((_request, response) => response.end('ok'));
  const { url } = await testProxy([odd]);
  const answer = await rawRequest(url, '/api/v1/pods', { headers: { __proto__x: 'y', constructor: 'z' } });
  expect(answer.status).toBe(200);
});
