import { type FastifyInstance, fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { registerErrors } from '../errors.ts';
import type { Identity } from '../identity/identity.ts';
import type { Action, Rights } from '../rights/rights.ts';
import { eventually } from '../test-support/eventually.ts';
import type { AuditEvent } from './audit-event.ts';
import { AuditLog } from './audit-log.ts';
import { registerAuditRoutes } from './audit-routes.ts';

const EVENT: AuditEvent = {
  id: 'request-1',
  time: '2026-01-31T12:00:00.000Z',
  user: 'ada',
  kind: 'user',
  address: '203.0.113.7',
  verb: 'create',
  path: '/',
  code: 201,
  duration: 1,
  replica: 'one',
};

/** Rights that a test gives and takes. */
class TestRights implements Rights {
  may = new Set(['list', 'watch']);
  readonly asked: Action[] = [];
  #listener: Parameters<Rights['watch']>[0] | undefined;

  async allows(_identity: Identity, action: Action): Promise<boolean> {
    this.asked.push(action);
    return this.may.has(action.verb);
  }
  watch(listener: Parameters<Rights['watch']>[0]): Disposable {
    this.#listener = listener;
    return {
      [Symbol.dispose]: () => {
        this.#listener = undefined;
      },
    };
  }
  change(verbs: string[], { cluster = 'host', affects = true } = {}): void {
    this.may = new Set(verbs);
    this.#listener?.(cluster, () => affects);
  }
  get watched(): boolean {
    return this.#listener !== undefined;
  }
}

async function server(options: { heartbeat?: number } = {}) {
  const app: FastifyInstance = fastify();
  const rights = new TestRights();
  const log = new AuditLog([]);
  registerErrors(app);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request) => {
    request.identity = { name: 'eve', groups: [], kind: 'user', via: 'session' };
  });
  registerAuditRoutes(app, { log, rights, replica: 'one', ...options });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    app.server.closeAllConnections();
    await app.close();
  });
  return { app, rights, log, url };
}

test('whoever has no right gets nothing, of what was and of what comes', async () => {
  const { rights, url } = await server();
  rights.may.clear();
  for (const path of ['/api/audit', '/api/audit?follow=true']) {
    const answer = await fetch(url + path);
    expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([403, 'LB5300']);
  }
  const right = { cluster: 'host', group: 'audit.luban.dev', resource: 'events' };
  expect(rights.asked).toEqual([
    { ...right, verb: 'list' },
    { ...right, verb: 'watch' },
  ]);
});

test('a stream ends when the right does, and not when others change', async () => {
  const { rights, log, url } = await server();
  const stream = await fetch(`${url}/api/audit?follow=true`);
  const read = stream.text();
  rights.change(['watch']);
  rights.change([], { cluster: 'member' });
  rights.change([], { affects: false });
  await new Promise((resolve) => setTimeout(resolve, 20));
  log.add(EVENT);
  await new Promise((resolve) => setTimeout(resolve, 20));
  rights.change(['list']);
  expect((await read).trim()).toBe(JSON.stringify(EVENT));
  expect(rights.watched).toBe(false);
});

test('a stream shows signs of life, and lets go of everything when its client left', async () => {
  const { rights, log, url } = await server({ heartbeat: 10 });
  const end = new AbortController();
  const stream = await fetch(`${url}/api/audit?follow=true`, { signal: end.signal });
  const reader = stream.body!.getReader();
  let text = '';
  while (text.length < 5) text += Buffer.from((await reader.read()).value!).toString();
  expect(text).toMatch(/^\n+$/);
  end.abort();
  await eventually(() => expect(rights.watched).toBe(false));
  log.add(EVENT);
});

test('a client that does not read is let go before it fills the memory', async () => {
  const { rights, log, url } = await server();
  const stream = await fetch(`${url}/api/audit?follow=true`);
  const large = { ...EVENT, path: `/${'x'.repeat(900)}` };
  for (let i = 0; rights.watched; i++) {
    expect(i).toBeLessThan(100_000);
    log.add(large);
    if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await stream.body?.cancel();
});
