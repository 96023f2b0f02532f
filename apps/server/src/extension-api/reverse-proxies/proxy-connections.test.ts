import { once } from 'node:events';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import { eventually } from '../testing/eventually.ts';
import { ADMIN } from '../testing/gateway.ts';
import { tide } from '../testing/tide-proxy.ts';

test('a WebSocket passes both ways, and ends when the proxy is disabled', async () => {
  const { proxy, url, backend } = await tide();
  await proxy({ stripPathPrefix: '/proxy/tide', authProxy: true });
  const headers = { 'x-test-user': ADMIN, cookie: 'a=b', authorization: 'Bearer x' };
  const client = new WebSocket(
    `${url}/proxy/tide/live?x=1`,
    ['v1.tide', 'base64url.bearer.authorization.k8s.io.c2VjcmV0'],
    { headers },
  );
  const messages: string[] = [];
  client.on('message', (data) => messages.push(String(data)));
  await once(client, 'open');
  client.send('hello');
  await eventually(() => expect(messages).toEqual(['welcome', 'hello']));
  const seen = backend.seen.at(-1)!;
  expect(seen.url).toBe('/live?x=1');
  expect(seen.headers).toMatchObject({ 'x-remote-user': 'admin', 'sec-websocket-protocol': 'v1.tide' });
  for (const name of ['cookie', 'authorization', 'origin']) expect(seen.headers).not.toHaveProperty(name);
  const closed = once(client, 'close');
  await proxy({ stripPathPrefix: '/proxy/tide' }, { status: { state: 'Disabled' } });
  await closed;
  await eventually(() => expect(backend.connections()).toBe(0));
});

test('a WebSocket ends when the right to it does', async () => {
  const { proxy, url, client: kube, rightsChanged } = await tide();
  await proxy({ stripPathPrefix: '/proxy/tide' });
  const client = new WebSocket(`${url}/proxy/tide/live`, { headers: { 'x-test-user': ADMIN } });
  await once(client, 'open');
  rightsChanged('anna');
  rightsChanged(ADMIN);
  client.send('still there');
  await eventually(() => expect(client.readyState).toBe(WebSocket.OPEN));
  await kube.delete({
    group: 'rbac.authorization.k8s.io',
    version: 'v1',
    resource: 'clusterrolebindings',
    name: 'test-admins',
  });
  const closed = once(client, 'close');
  await eventually(async () => {
    rightsChanged(ADMIN);
    await Promise.race([closed, new Promise((_, reject) => setTimeout(reject, 20))]);
  });
});

test('a backend that refuses an upgrade is heard, and one that is away is told of', async () => {
  const { proxy, url, backend } = await tide();
  await proxy({ stripPathPrefix: '/proxy/tide' });
  const status = async () => {
    const client = new WebSocket(`${url}/proxy/tide/refuse`, { headers: { 'x-test-user': ADMIN } });
    client.on('error', () => {});
    const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode: number }];
    client.terminate();
    return response.statusCode;
  };
  expect(await status()).toBe(403);
  backend.close();
  expect(await status()).toBe(503);
});

test('a person who leaves before the backend has made up its mind leaves nothing open', async () => {
  const { proxy, url, backend } = await tide();
  await proxy();
  let decide = () => {};
  const decided = new Promise<void>((resolve) => {
    decide = resolve;
  });
  backend.beforeUpgrade = () => decided;
  const client = new WebSocket(`${url}/proxy/tide/live`, { headers: { 'x-test-user': ADMIN } });
  client.on('error', () => {});
  await eventually(() => expect(backend.connections()).toBe(1));
  client.terminate();
  decide();
  await eventually(() => expect(backend.connections()).toBe(0));
});

test('a person who leaves ends the exchange with the backend', async () => {
  const { proxy, ask, backend } = await tide();
  await proxy();
  backend.answer = (_request, response) => void response.write('first');
  const end = new AbortController();
  const response = await ask('/proxy/tide/stream', { signal: end.signal });
  const reader = response.body!.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('first');
  expect(backend.connections()).toBe(1);
  end.abort();
  await eventually(() => expect(backend.connections()).toBe(0));
});
