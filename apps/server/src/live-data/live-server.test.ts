import { expect, test, vi } from 'vitest';
import { testServer } from '../test-support/test-server.ts';
import { TestTab } from './testing/test-tab.ts';

test('the gateway serves live data to who is signed in, until they sign out', { timeout: 20_000 }, async () => {
  const server = await testServer();
  const url = `${(await server.listen()).replace('http', 'ws')}/api/live`;
  const tab = new TestTab(url, { cookie: server.cookie });
  const list = tab.socket;
  await tab.hello.promise;
  const namespaces = tab.list({}, { resource: 'namespaces' });
  await namespaces.is('ready');
  expect(namespaces.names).toContain('luban-system');
  expect((await server.ask('DELETE', '/api/session')).statusCode).toBeLessThan(300);
  expect(await tab.closed.promise).toBe(4401);
  expect(list.readyState).toBe(3);
});

test('the server ends with tabs open', { timeout: 20_000 }, async () => {
  const server = await testServer();
  const tab = new TestTab(`${(await server.listen()).replace('http', 'ws')}/api/live`, { cookie: server.cookie });
  await tab.hello.promise;
  await tab.list().is('ready');
  await server.server.close();
  await vi.waitFor(() => expect(tab.socket.readyState).toBe(3));
});
