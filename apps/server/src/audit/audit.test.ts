import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { grantAll } from '../test-support/grant-all.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { reopen, type TestServer, testServer } from '../test-support/test-server.ts';
import type { AuditEvent } from './audit-event.ts';

async function setUp() {
  const cluster = await testCluster();
  await grantAll(cluster);
  const server = await testServer([{ name: 'alpha' }], { clusters: [cluster] });
  return { cluster, server };
}

const events = async ({ ask }: TestServer, query = '') =>
  (await ask('GET', `/api/audit${query}`)).json().events as AuditEvent[];

test('changes are recorded with who, what, where and the result; reading is not', async () => {
  const { server } = await setUp();
  await server.ask('POST', '/api/extensions/alpha/disable', { headers: { 'x-request-id': 'trace-0123456789' } });
  await server.ask('GET', '/api/extensions');
  await server.askAsStranger('DELETE', '/api/extensions/alpha', { remoteAddress: '203.0.113.7' });
  const [signIn, disable, remove, ...rest] = await events(server);
  expect(rest).toEqual([]);
  expect(signIn).toMatchObject({ user: 'admin', verb: 'sign-in', resource: 'session', code: 200, kind: 'stranger' });
  expect(disable).toMatchObject({
    id: 'trace-0123456789',
    user: 'admin',
    kind: 'user',
    via: 'session',
    verb: 'create',
    resource: 'extensions',
    name: 'alpha',
    subresource: 'enable'.replace('en', 'dis'),
    path: '/api/extensions/alpha/disable',
    address: '127.0.0.1',
  });
  expect(disable!.code).toBeLessThan(300);
  expect(remove).toMatchObject({ user: null, kind: 'stranger', verb: 'delete', address: '203.0.113.7', code: 401 });
  expect(disable!.duration).toBeGreaterThanOrEqual(0);
});

test('failed sign-ins are recorded with the name that was tried, and no password is anywhere', async () => {
  const { server } = await setUp();
  const password = 'a secret that must not be kept';
  await server.askAsStranger('POST', '/api/session', { payload: { username: 'mallory', password } });
  await server.askAsStranger('POST', `/api/session?token=${encodeURIComponent(password)}`, {
    payload: { username: { evil: true }, password },
  });
  const found = await events(server, '?outcome=failed');
  expect(found.map(({ user, verb, code }) => [user, verb, code])).toEqual([
    ['mallory', 'sign-in', 401],
    [null, 'create', 400],
  ]);
  const file = join(server.folder, 'data', 'audit', 'audit-0.jsonl');
  const text = await vi.waitFor(async () => {
    const written = await readFile(file, 'utf8');
    expect(written.trimEnd().split('\n').length).toBeGreaterThanOrEqual(3);
    return written;
  });
  expect(text).not.toContain('secret');
});

test('a restart keeps what was recorded', async () => {
  const { cluster, server } = await setUp();
  await server.ask('POST', '/api/extensions/alpha/disable');
  await server.server.close();
  const again = await reopen(server.folder, { clusters: [cluster] });
  await vi.waitFor(async () =>
    expect((await events(again)).map(({ verb, name }) => name ?? verb)).toEqual(['sign-in', 'alpha', 'sign-in']),
  );
});

test('who follows sees what was and what comes, as lines', async () => {
  const { server } = await setUp();
  const url = await server.listen();
  const end = new AbortController();
  const response = await fetch(`${url}/api/audit?follow=true&resource=extensions&limit=1`, {
    headers: { cookie: server.cookie },
    signal: end.signal,
  });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const lines: AuditEvent[] = [];
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      lines.push(
        ...text
          .split('\n')
          .slice(0, -1)
          .filter(Boolean)
          .map((line) => JSON.parse(line) as AuditEvent),
      );
      text = text.slice(text.lastIndexOf('\n') + 1);
    }
  })().catch(() => {});
  for (const action of ['disable', 'enable']) await server.ask('POST', `/api/extensions/alpha/${action}`);
  await vi.waitFor(() => expect(lines.map(({ subresource }) => subresource)).toEqual(['disable', 'enable']));
  end.abort();
  await reading;
});

test('it is for those who have the right, and asks for what it knows', async () => {
  const { cluster, server } = await setUp();
  expect((await server.askAsStranger('GET', '/api/audit')).statusCode).toBe(401);
  expect((await server.ask('GET', '/api/audit?limit=x')).statusCode).toBe(400);
  const { api } = cluster;
  const users = { group: 'iam.kubesphere.io', version: 'v1beta1', resource: 'users' };
  const metadata = { name: 'eve', annotations: { 'iam.kubesphere.io/globalrole': 'platform-regular' } };
  await api.client.create(users, {
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'User',
    metadata,
    spec: { email: 'eve@example.com', password: 'A long enough one 1' },
  });
  const payload = { username: 'eve', password: 'A long enough one 1' };
  const cookie = await vi.waitFor(async () => {
    const answer = await server.askAsStranger('POST', '/api/session', { payload });
    expect(answer.statusCode).toBe(200);
    return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  });
  const answer = await server.askAsStranger('GET', '/api/audit', { headers: { cookie } });
  expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'LB5300']);
});

test('an id that a client gives is taken over when it is sane', async () => {
  const { server } = await setUp();
  const idFor = async (id: string) => {
    const answer = await server.askAsStranger('GET', '/healthz', { headers: { 'x-request-id': id } });
    return answer.headers['x-request-id'];
  };
  expect(await idFor('4bf92f3577b34da6a3ce929d0e0e4736')).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
  for (const id of ['short', 'x'.repeat(100), 'a b c d e f g', '<script>alert(1)</script>', '../../etc/passwd', '']) {
    expect(await idFor(id), id).toMatch(/^[\da-f-]{36}$/);
  }
});
