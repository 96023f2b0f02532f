import type { IndexExtension } from '@luban/manifest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecordStore, RECORD_KEY } from '../record/kernel-record.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { indexEntry } from '../testing/test-extension.ts';
import { createExtensionStorage } from './extension-storage.ts';

const ACME: IndexExtension = indexEntry({ name: 'acme' });

function setUp() {
  const localStorage = createMemoryStorage();
  const sessionStorage = createMemoryStorage();
  const record = createRecordStore(localStorage);
  const storage = createExtensionStorage({ localStorage, sessionStorage }, record);
  return { localStorage, sessionStorage, record, storage };
}

describe('createExtensionStorage', () => {
  it('keeps values apart by extension', () => {
    const { storage } = setUp();
    const acme = storage.for(ACME, undefined).user;
    const other = storage.for(indexEntry({ name: 'acme-x' }), undefined).user;
    acme.set('theme', { dark: true });
    other.set('theme', 1);
    expect(acme.get('theme')).toEqual({ dark: true });
    expect(acme.keys()).toEqual(['theme']);
    acme.delete('theme');
    expect(acme.get('theme')).toBeUndefined();
    expect(other.get('theme')).toBe(1);
  });

  it('refuses what is over the quota, and keeps what was there', () => {
    const { storage } = setUp();
    const { user } = storage.for(ACME, '1Ki');
    user.set('small', 'x');
    expect(() => user.set('large', 'x'.repeat(2000))).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'LB4015' }) }),
    );
    expect(user.keys()).toEqual(['small']);
  });

  it('takes keys that the extension wrote by itself along', () => {
    const { storage, localStorage, sessionStorage } = setUp();
    localStorage.setItem('raw', '1');
    sessionStorage.setItem('raw-session', '1');
    localStorage.setItem('console', 'stays');
    storage.claim('acme', 'local', 'raw');
    storage.claim('acme', 'session', 'raw-session');
    expect(storage.park('acme').sort()).toEqual(['raw', 'raw-session']);
    expect(Object.keys(localStorage).sort()).toEqual(['console', RECORD_KEY]);
    expect(Object.keys(sessionStorage)).toEqual([]);
    storage.unpark('acme');
    expect(localStorage.getItem('raw')).toBe('1');
  });

  it('does not overwrite what was parked by another tab', () => {
    const { storage, localStorage } = setUp();
    storage.for(ACME, undefined).user.set('draft', 'text');
    storage.park('acme');
    storage.park('acme');
    storage.unpark('acme');
    expect(storage.for(ACME, undefined).user.get('draft')).toBe('text');
    expect(localStorage.getItem(RECORD_KEY)).not.toContain('draft');
  });

  it('erases everything when the extension is removed', () => {
    const { storage, localStorage, record } = setUp();
    storage.for(ACME, undefined).user.set('draft', 'text');
    storage.park('acme');
    storage.erase('acme');
    expect(Object.keys(localStorage)).toEqual([RECORD_KEY]);
    expect(record.read()).toMatchObject({ parked: {}, owned: {} });
  });

  it('leaves no key behind while disabled, and brings all user data back, whatever the order of events', () => {
    const events = fc.array(
      fc.oneof(
        fc.record({
          kind: fc.constant('set' as const),
          key: fc.constantFrom('a', 'b', '__proto__', 'ü'),
          value: fc.string(),
        }),
        fc.record({ kind: fc.constant('session' as const), key: fc.string(), value: fc.string() }),
        fc.record({ kind: fc.constantFrom('disable' as const, 'enable' as const) }),
      ),
    );
    fc.assert(
      fc.property(events, (steps) => {
        const { storage, localStorage, sessionStorage } = setUp();
        const before = [Object.keys(localStorage), Object.keys(sessionStorage)];
        const expected = new Map<string, string>();
        let enabled = true;
        for (const step of steps) {
          if (step.kind === 'disable') {
            storage.park('acme');
            enabled = false;
          } else if (step.kind === 'enable') {
            storage.unpark('acme');
            enabled = true;
          } else if (enabled && step.kind === 'set') {
            storage.for(ACME, undefined).user.set(step.key, step.value);
            expected.set(step.key, step.value);
          } else if (enabled && step.kind === 'session') {
            storage.for(ACME, undefined).session.set(step.key, step.value);
          }
          if (!enabled) expect([Object.keys(localStorage), Object.keys(sessionStorage)]).toEqual(before);
        }
        storage.unpark('acme');
        const { user } = storage.for(ACME, undefined);
        expect(new Map(user.keys().map((key) => [key, user.get(key)]))).toEqual(expected);
      }),
    );
  });
});
