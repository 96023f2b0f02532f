import { describe, expect, it, vi } from 'vitest';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createRecordStore } from './kernel-record.ts';
import { createSettingsStore } from './settings.ts';

const DECLARED = {
  extension: 'acme',
  properties: {
    unit: { type: 'string' as const, title: 'Unit', default: 'Mi' },
    refresh: { type: 'number' as const, title: 'Refresh', default: 30 },
  },
};

function setUp() {
  const record = createRecordStore(createMemoryStorage());
  return { record, settings: createSettingsStore(record, (name) => (name === 'acme' ? DECLARED : undefined)) };
}

describe('createSettingsStore', () => {
  it('gives defaults until something is set, and tells who listens', () => {
    const { settings } = setUp();
    const acme = settings.of('acme');
    const listener = vi.fn();
    acme.subscribe(listener);
    expect(acme.get()).toEqual({ unit: 'Mi', refresh: 30 });
    acme.set('unit', 'Gi');
    expect(acme.get()).toEqual({ unit: 'Gi', refresh: 30 });
    expect(acme.get()).toBe(acme.get());
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('refuses what is not declared, or is of another type', () => {
    const acme = setUp().settings.of('acme');
    expect(() => acme.set('other', 1)).toThrow(TypeError);
    expect(() => acme.set('unit', 1)).toThrow(TypeError);
  });

  it('falls back to the default when a stored value does not fit any more', () => {
    const { record, settings } = setUp();
    record.change((all) => {
      all.settings.acme = { unit: 5, refresh: 10 };
    });
    expect(settings.of('acme').get()).toEqual({ unit: 'Mi', refresh: 10 });
  });

  it('forgets what is erased', () => {
    const { settings } = setUp();
    const acme = settings.of('acme');
    acme.set('refresh', 5);
    settings.erase('acme');
    expect(acme.get()).toEqual({ unit: 'Mi', refresh: 30 });
  });
});
