import { describe, expect, it } from 'vitest';
import { problem } from '../core/problems.ts';
import { createRecordStore } from '../record/kernel-record.ts';
import { createMemoryStorage } from '../testing/memory-storage.ts';
import { createQuarantine } from './quarantine.ts';

const ACME = { name: 'acme', version: '1.0.0' };
const CAUSE = problem('LB4001', ACME);

function setUp() {
  const clock = { now: 0 };
  const record = createRecordStore(createMemoryStorage());
  const create = () => createQuarantine(record, { failures: 2, failureWindow: 600_000 }, () => clock.now);
  return { clock, create };
}

describe('createQuarantine', () => {
  it('takes in a version at its second failure within the window, and keeps it over reloads', () => {
    const { create } = setUp();
    expect(create().failed(ACME, CAUSE)).toBe(false);
    expect(create().failed(ACME, CAUSE)).toBe(true);
    expect(create().list()).toEqual([{ extension: 'acme', version: '1.0.0', at: 0, problem: CAUSE }]);
    expect(create().find(ACME)?.problem).toEqual(CAUSE);
  });

  it('forgives failures that are far apart', () => {
    const { clock, create } = setUp();
    create().failed(ACME, CAUSE);
    clock.now = 600_001;
    expect(create().failed(ACME, CAUSE)).toBe(false);
  });

  it('counts each version for itself', () => {
    const { create } = setUp();
    create().failed(ACME, CAUSE);
    expect(create().failed({ name: 'acme', version: '2.0.0' }, CAUSE)).toBe(false);
    expect(create().find({ name: 'acme', version: '2.0.0' })).toBeUndefined();
  });

  it('begins to count anew after a release by hand', () => {
    const { create } = setUp();
    create().put(ACME, CAUSE);
    create().release('acme');
    expect(create().find(ACME)).toBeUndefined();
    expect(create().failed(ACME, CAUSE)).toBe(false);
  });
});
