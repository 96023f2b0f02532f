import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Identity } from '../identity/identity.ts';
import type { Session, Sessions } from '../identity/sessions.ts';
import { EventHub, type ViewerRights } from './event-hub.ts';
import type { IndexService } from './index-service.ts';

/** A response to somebody who reads nothing. */
class StuckResponse extends EventEmitter {
  writableLength = 0;
  destroyed = false;
  write(text: string) {
    this.writableLength += text.length;
  }
  end() {
    this.emit('close');
  }
  destroy() {
    this.destroyed = true;
    this.emit('close');
  }
}

test('a tab that reads nothing is cut off before it fills the memory', async () => {
  let revision = 0;
  let change = () => {};
  const index = {
    host: { build: 'b' },
    view: () => ({ index: { revision: String(revision) } }),
    past: () => undefined,
    questions: () => undefined,
    watch: () => ({ [Symbol.dispose]: () => {} }),
  } as unknown as IndexService;
  const source = {
    watch: (listener: () => void) => {
      change = listener;
      return { [Symbol.dispose]: () => {} };
    },
  } as unknown as ExtensionSource;
  const rights = {
    viewer: async () => ({}),
    stamp: () => '1',
    watch: () => ({ [Symbol.dispose]: () => {} }),
    keep: () => {},
  } as unknown as ViewerRights;
  const hub = new EventHub({ index, source, rights, sessions: { alive: () => true } as unknown as Sessions });
  onTestFinished(() => hub[Symbol.dispose]());

  const response = new StuckResponse();
  const identity: Identity = { name: 'ann', groups: [], kind: 'user', via: 'session' };
  const session = { id: 's' } as Session;
  await hub.open(response as unknown as ServerResponse, { session, identity, locale: 'en', revision: '0' });
  expect(hub.size).toBe(1);
  vi.spyOn(response, 'write').mockImplementation(() => {
    response.writableLength += 2 ** 20;
  });
  for (let i = 0; i < 100 && !response.destroyed; i++) {
    revision += 1;
    change();
  }
  expect(response.destroyed).toBe(true);
  expect(response.writableLength).toBeLessThan(6 * 2 ** 20);
  expect(hub.size).toBe(0);
});
