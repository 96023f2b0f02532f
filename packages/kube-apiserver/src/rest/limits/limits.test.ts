import { isStatusError, ManualClock } from '@luban/kube';
import type { Transport } from '@luban/kube/client';
import { expect, test } from 'vitest';
import { startTestApi } from '../../testing.ts';
import type { ApiRequest, ApiResponse, ResponseSink } from '../../wire/api-request.ts';
import { BodyBudget } from './body-budget.ts';
import { limited } from './limited.ts';
import { createLimits } from './server-limits.ts';
import { WatchBuffers } from './watch-buffers.ts';

const user = (username: string) => ({ username, groups: ['system:masters'] });
const WATCH = { method: 'GET', path: '/api/v1/configmaps?watch=true&resourceVersion=0' };

async function refusal(asked: ReturnType<Transport>) {
  const { status, headers, text } = await asked;
  const { reason, code } = JSON.parse(await text()) as { reason: string; code: number };
  return [status, code, reason, headers['retry-after']];
}

test('a watch too many is told to come later, and finds a place when another ends', async () => {
  await using api = await startTestApi({ limits: { watches: { all: 3, each: 2 } } });
  const one = api.server.transport(user('one'));
  const two = api.server.transport(user('two'));
  const refused = [429, 429, 'TooManyRequests', '10'];
  const ends = [new AbortController(), new AbortController(), new AbortController()];
  expect((await one({ ...WATCH, signal: ends[0]!.signal })).status).toBe(200);
  expect((await one({ ...WATCH, signal: ends[1]!.signal })).status).toBe(200);
  expect(await refusal(one(WATCH))).toEqual(refused);
  expect((await two({ ...WATCH, signal: ends[2]!.signal })).status).toBe(200);
  expect(await refusal(two(WATCH))).toEqual(refused);
  ends[0]!.abort();
  expect((await two({ ...WATCH, signal: ends[2]!.signal })).status).toBe(200);
  for (const end of ends) end.abort();
});

test('an idle watch takes little memory', async () => {
  await using api = await startTestApi();
  const end = new AbortController();
  const watches = 2_000;
  const before = process.memoryUsage().heapUsed;
  const transport = api.server.transport(user('one'));
  for (let i = 0; i < watches; i++) await transport({ ...WATCH, signal: end.signal });
  expect((process.memoryUsage().heapUsed - before) / watches).toBeLessThan(30_000);
  end.abort();
});

function request(more: Partial<ApiRequest> = {}): ApiRequest {
  const empty = { method: 'POST', path: '/', query: new URLSearchParams(), headers: {}, identity: {} };
  return { ...empty, remoteAddress: '', body: async () => Buffer.alloc(0), ...more };
}

const DONE: ApiResponse = { status: 200, headers: {}, body: Buffer.alloc(0) };

test('requests beyond the limit are refused until others are answered', async () => {
  const clock = new ManualClock();
  const limits = createLimits(clock, { requests: { all: 3, each: 2 } });
  const waiting = Promise.withResolvers<ApiResponse>();
  const ask = (username: string) =>
    limited(limits, clock, { request: request(), user: user(username) }, () => waiting.promise);
  const under = [ask('one'), ask('one')];
  expect(() => ask('one')).toThrow('Too many requests, please try again later.');
  under.push(ask('two'));
  expect(() => ask('two')).toThrow('Too many requests');
  waiting.resolve(DONE);
  expect(await Promise.all(under)).toEqual([DONE, DONE, DONE]);
  expect([limits.requests.taken, limits.bodies.held]).toEqual([0, 0]);
  expect(await ask('one')).toBe(DONE);
});

test('a request that is not answered in time gets 504, and keeps its place until it has ended', async () => {
  const clock = new ManualClock();
  const limits = createLimits(clock);
  const waiting = Promise.withResolvers<ApiResponse>();
  const asked = Promise.resolve(
    limited(limits, clock, { request: request(), user: user('one') }, () => waiting.promise),
  ).catch((error: unknown) => error);
  await clock.advance(60_000);
  expect(isStatusError(await asked, 'Timeout')).toBe(true);
  expect(limits.requests.taken).toBe(1);
  waiting.reject(new Error('after all'));
  await clock.advance(0);
  expect(limits.requests.taken).toBe(0);
});

test('bodies together take no more than the budget', async () => {
  const budget = new BodyBudget(1_000);
  const coming = (...chunks: number[]) =>
    request({
      async body(_limit, took) {
        for (const bytes of chunks) took?.(bytes);
        return Buffer.alloc(0);
      },
    });
  const first = budget.lend(coming(300, 300));
  await first.request.body(2_000);
  expect(budget.held).toBe(600);
  const second = budget.lend(coming(300, 300));
  await expect(second.request.body(2_000)).rejects.toThrow('Too many requests');
  second[Symbol.dispose]();
  await expect(second.request.body(2_000)).rejects.toThrow('Too many requests');
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  expect(budget.held).toBe(0);
  const third = budget.lend(coming(500, 500));
  await third.request.body(2_000);
  expect(budget.held).toBe(1_000);
});

test('the slowest watches end when all together have too much that is not taken', () => {
  const clock = new ManualClock();
  const buffers = new WatchBuffers(2_000_000, clock);
  const ended: number[] = [];
  const sinks = [300_000, 1_500_000, 400_000].map((buffered): ResponseSink => {
    const sink = { buffered, closed: false, write() {}, onClose() {}, end: () => void ended.push(buffered) };
    buffers.add(sink);
    return sink;
  });
  for (const sink of sinks) buffers.written(sink);
  expect(ended).toEqual([1_500_000]);
});

test('a long list comes bit by bit, and whole', { timeout: 20_000 }, async () => {
  await using api = await startTestApi();
  const { store } = api.server;
  const data = { value: 'x'.repeat(100_000) };
  for (let i = 0; i < 60; i++) {
    const metadata = { name: `m-${i}`, namespace: 'default', uid: `${i}`, labels: { all: 'yes' } };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
    await store.write({ resource: 'configmaps', key: `default/m-${i}`, object });
  }
  const path = '/api/v1/namespaces/default/configmaps?labelSelector=all';
  let chunks = 0;
  let text = '';
  for await (const chunk of (await api.server.transport()({ method: 'GET', path })).chunks()) {
    chunks++;
    text += Buffer.from(chunk).toString();
  }
  expect(chunks).toBeGreaterThan(3);
  const list = JSON.parse(text) as { kind: string; items: { data: object }[] };
  expect([list.kind, list.items.length]).toEqual(['ConfigMapList', 60]);
  expect(list.items.every((item) => JSON.stringify(item.data) === JSON.stringify(data))).toBe(true);
});
