import { describe, expect, it } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createRecordStore, RECORD_KEY } from './kernel-record.ts';

describe('createRecordStore', () => {
  it('puts its key down at once, so that no extension changes the list of keys', () => {
    const storage = createMemoryStorage();
    createRecordStore(storage);
    expect(Object.keys(storage)).toEqual([RECORD_KEY]);
  });

  it('sees what another tab has written', () => {
    const storage = createMemoryStorage();
    const one = createRecordStore(storage);
    const two = createRecordStore(storage);
    one.change((record) => {
      record.settings.a = { x: 1 };
    });
    two.change((record) => {
      record.settings.b = { x: 2 };
    });
    expect(one.read().settings).toEqual({ a: { x: 1 }, b: { x: 2 } });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"quarantined":{},"settings":[],"parked":null}',
    '{"quarantined":[1,{"extension":1}]}',
    '{"quarantined":[{"extension":"a","version":"1.0.0","problem":{"code":"LB4001"}}]}',
    '{"settings":{"a":1,"b":null},"owned":{"a":"x","b":[1]},"parked":{"a":[],"b":{"k":{}}},"failures":{"a@1.0.0":{}}}',
  ])('reads %j as an empty record', (text) => {
    const storage = createMemoryStorage();
    storage.setItem(RECORD_KEY, text);
    expect(createRecordStore(storage).read()).toEqual({
      settings: {},
      owned: {},
      parked: {},
      quarantined: [],
      failures: {},
    });
  });

  it('takes no key for the prototype', () => {
    const storage = createMemoryStorage();
    storage.setItem(RECORD_KEY, '{"settings":{"__proto__":{"polluted":1}}}');
    const { settings } = createRecordStore(storage).read();
    expect(Object.getPrototypeOf(settings)).toBeNull();
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('goes on in memory when the browser refuses to store', () => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const store = createRecordStore({ getItem: refuse, setItem: refuse });
    store.change((record) => {
      record.settings.a = { x: 1 };
    });
    expect(store.read().settings).toEqual({ a: { x: 1 } });
  });
});
