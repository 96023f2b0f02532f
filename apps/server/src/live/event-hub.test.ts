import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import type { Session, Sessions } from '../identity/sessions.ts';
import { EventHub } from './event-hub.ts';
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

test('a tab that reads nothing is cut off before it fills the memory', () => {
  let revision = 0;
  let change = () => {};
  const index = {
    host: { build: 'b' },
    view: () => ({ index: { revision: String(revision) } }),
    past: () => undefined,
  } as unknown as IndexService;
  const source = {
    watch: (listener: () => void) => {
      change = listener;
      return { [Symbol.dispose]: () => {} };
    },
  } as unknown as ExtensionSource;
  const hub = new EventHub({ index, source, sessions: { alive: () => true } as unknown as Sessions });
  onTestFinished(() => hub[Symbol.dispose]());

  const response = new StuckResponse();
  hub.open(response as unknown as ServerResponse, { id: 's' } as Session, 'en', '0');
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
