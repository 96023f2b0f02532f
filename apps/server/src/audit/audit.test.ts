import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { eventually } from '../test-support/eventually.ts';
import { grantAll } from '../test-support/grant-all.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { reopen, type TestServer, testServer } from '../test-support/test-server.ts';
import type { AuditEvent } from './audit-event.ts';

// Whole servers start, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

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
  expect(signIn).toMatchObject({ user: 'admin', verb: 'sign-in', resource: 'session', code: 200, kind: 'user' });
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
  expect(found.map(({ user, verb, code, kind }) => [user, verb, code, kind])).toEqual([
    ['mallory', 'sign-in', 401, 'stranger'],
    [null, 'create', 400, 'stranger'],
  ]);
  const file = join(server.folder, 'data', 'audit', 'audit-0.jsonl');
  const text = await eventually(async () => {
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
  await eventually(async () =>
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
  await eventually(() => expect(lines.map(({ subresource }) => subresource)).toEqual(['disable', 'enable']));
  end.abort();
  await reading;
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

test('terminals, files and ways into containers are recorded, other reading is not', async () => {
  const { server } = await setUp();
  for (const url of [
    '/api/terminal?cluster=host&namespace=shop&pod=web-0&container=main',
    '/api/terminal/node?cluster=host&node=edge-1',
    '/api/files/download?cluster=host&namespace=shop&pod=web-0&path=/etc/passwd',
    '/api/files?cluster=host&namespace=shop&pod=web-0&path=/',
    '/clusters/host/api/v1/namespaces/shop/pods',
    '/oauth/redirect/nowhere?code=secret&state=secret',
  ]) {
    await server.ask('GET', url);
  }
  await server.ask('POST', '/clusters/host/api/v1/namespaces/shop/pods/web-0/exec?command=cat&command=/secret');
  await server.ask('POST', '/clusters/host/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { payload: {} });
  await server.ask('DELETE', '/clusters/host/api/v1/namespaces/shop/pods?dryRun=All');
  await server.ask('DELETE', '/api/session');
  const again = await server.askAsStranger('POST', '/api/session', {
    payload: { username: 'admin', password: 'test password' },
  });
  const cookie = again.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const answer = await server.askAsStranger('GET', '/api/audit', { headers: { cookie } });
  const all = (answer.json().events as AuditEvent[]).map(
    ({ verb, cluster, resource, subresource, namespace, name, dryRun }) =>
      [verb, cluster, namespace, resource, subresource, name, dryRun && 'dry'].filter(Boolean).join(' '),
  );
  expect(all).toEqual([
    'sign-in session',
    'create host shop pods exec web-0',
    'create host nodes exec edge-1',
    'get host shop pods files web-0',
    'sign-in session nowhere',
    'create host shop pods exec web-0',
    'deletecollection host shop pods dry',
    'sign-out session',
    'sign-in session',
  ]);
  expect(answer.payload).not.toContain('secret');
});
