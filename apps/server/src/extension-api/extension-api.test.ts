import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { EXTENSION_KINDS } from './extension-object.ts';
import { startBackend } from './testing/backend.ts';
import { eventually } from './testing/eventually.ts';

const codesOf = (problems: { code: string }[]) =>
  problems.map(({ code }) => code).filter((code) => code.startsWith('LB54'));

const serviceOf = (name: string, owner: string, url: string) =>
  ({
    apiVersion: 'extensions.kubesphere.io/v1alpha1',
    kind: 'APIService',
    metadata: { name, labels: { 'kubesphere.io/extension-ref': owner } },
    spec: { group: 'tide.example', version: 'v1', url },
  }) as KubeObject;

test('the whole server passes large bodies on, and shows both sides of a conflict what is wrong', {
  timeout: 30_000,
}, async () => {
  const backend = await startBackend();
  const host = await testCluster();
  const { client } = host.api;
  await client.create(EXTENSION_KINDS.APIService, serviceOf('a', 'tide', backend.url));
  await client.create(EXTENSION_KINDS.APIService, serviceOf('b', 'ebb', backend.url));
  const extensions = ['tide', 'ebb', 'other'].map((name) => ({ name }));
  const { listen, cookie, ask } = await testServer(extensions, { clusters: [host], allowHosts: ['127.0.0.1'] });
  const url = await listen();
  const body = Buffer.alloc(5 * 2 ** 20, 'x');
  await eventually(async () => {
    const response = await fetch(`${url}/kapis/tide.example/v1/tides`, { method: 'POST', body, headers: { cookie } });
    expect(response.status).toBe(200);
  });
  const seen = backend.seen.at(-1)!;
  expect(seen.body.length).toBe(body.length);
  expect(seen.headers).toMatchObject({ 'x-remote-user': 'admin' });
  expect(JSON.stringify(seen.headers)).not.toContain(cookie.split('=')[1]);
  const { extensions: listed } = (await ask('GET', '/api/extensions')).json<{
    extensions: { name: string; problems: { code: string; params: object }[] }[];
  }>();
  const problems = Object.fromEntries(listed.map(({ name, problems }) => [name, codesOf(problems)]));
  expect(problems).toEqual({ tide: ['LB5409'], ebb: ['LB5409'], other: [] });
});
