import fastify from 'fastify';
import { expect, onTestFinished } from 'vitest';
import type { Identity } from '../../identity/identity.ts';
import type { Rights } from '../../rights/rights.ts';
import { acceptUpgrades } from '../../upgrades.ts';
import { LiveHub, type LiveHubOptions } from '../live-hub.ts';
import { registerLiveRoutes } from '../live-routes.ts';
import { type TestRegistry, testRegistry } from './test-registry.ts';
import { TestTab } from './test-tab.ts';

export interface LiveStage {
  hub: LiveHub;
  registry: TestRegistry;
  /** What people may do; a test changes it and calls `rightsChanged`. Default: everything. */
  may: { answer: Rights['allows'] };
  rightsChanged(): void;
  tab(headers?: Record<string, string>): Promise<TestTab>;
  /** What went wrong beside all tabs. */
  errors: unknown[];
  url: string;
}

/** A hub in front of a real API server, without the rest of the gateway. Who asks is what the header `x-user` says. */
export async function liveStage(options: Partial<LiveHubOptions> = {}): Promise<LiveStage> {
  const registry = await testRegistry();
  const errors: unknown[] = [];
  const may: LiveStage['may'] = { answer: async () => true };
  const listeners = new Set<Parameters<Rights['watch']>[0]>();
  const rights: Rights = {
    allows: (identity, action) => may.answer(identity, action),
    watch(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
  const hub = new LiveHub({ clusters: registry, rights, onError: (error) => errors.push(error), ...options });
  const app = fastify();
  acceptUpgrades(app);
  app.decorateRequest('identity', null);
  app.addHook('onRequest', async (request) => {
    const name = request.headers['x-user'];
    if (typeof name !== 'string') return;
    const identity: Identity = { name, groups: [], kind: 'user', via: 'session' };
    request.identity = identity;
  });
  registerLiveRoutes(app, hub);
  const url = `${(await app.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws')}/api/live`;
  onTestFinished(async () => {
    hub[Symbol.dispose]();
    await app.close();
    await registry.connection[Symbol.asyncDispose]();
    expect(errors).toEqual([]);
  });
  return {
    hub,
    registry,
    may,
    errors,
    url,
    rightsChanged: () => {
      for (const listener of listeners) listener('host', () => true);
    },
    async tab(headers = {}) {
      const tab = new TestTab(url, { 'x-user': 'ada', ...headers });
      onTestFinished(() => tab.socket.terminate());
      await tab.hello.promise;
      return tab;
    },
  };
}
