// @vitest-environment happy-dom
import type { Kernel, Transition } from '@luban/kernel';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JsonStorage } from '../state/browser-storage.ts';
import { reportHealth } from './health-reports.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const arrow = (to: Transition['to'], more: Partial<Transition> = {}): Transition => ({
  ...{ extension: 'tides', version: '1.0.0', from: 'Activating', to, at: 1, cause: 'route page' },
  ...more,
});

const problem = { code: 'LB4001', params: { error: 'broken' }, extension: 'tides' };

function open(kept: Map<string, unknown> = new Map()) {
  let all: readonly Transition[] = [];
  const listeners = new Set<() => void>();
  const sent: unknown[] = [];
  const status = { name: 'tides', version: '1.0.0', timings: { load: 30.4, activate: 12 } };
  const kernel = {
    transitions: {
      get: () => all,
      subscribe: (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    statuses: { get: () => [status] },
  } as unknown as Kernel;
  const storage: JsonStorage = {
    read: <T>(key: string) => kept.get(key) as T | undefined,
    write: (key, value) => void kept.set(key, value),
  };
  const reports = reportHealth({ kernel, storage, browser: 'browser-1', send: (body) => sent.push(JSON.parse(body)) });
  const happen = (...transitions: Transition[]) => {
    all = [...all, ...transitions];
    for (const listener of listeners) listener();
  };
  const go = (...transitions: Transition[]) => {
    happen(...transitions);
    vi.advanceTimersByTime(2_000);
  };
  return { kept, sent, happen, go, reports };
}

test('what works is told once, with how long it took, also over a reload', () => {
  const { kept, sent, go } = open();
  go(arrow('Activating'), arrow('Active'), arrow('Active', { version: '1.1.0' }));
  go(arrow('Active'));
  const first = { extension: 'tides', version: '1.0.0', outcome: 'ok', activation: 42 };
  const second = { extension: 'tides', version: '1.1.0', outcome: 'ok' };
  expect(sent).toEqual([{ browser: 'browser-1', reports: [first, second] }]);
  const again = open(kept);
  again.go(arrow('Active'));
  expect(again.sent).toEqual([]);
});

test('a failure is told once for each kind, and an old quarantine not at all', () => {
  const { sent, go } = open();
  go(arrow('Failed', { problem }), arrow('Quarantined', { problem, cause: 'failed in an earlier page' }));
  go(arrow('Quarantined', { problem }), arrow('Failed', { problem: { ...problem, code: 'LB4004' } }));
  const failed = (code: string) => ({
    browser: 'browser-1',
    reports: [{ extension: 'tides', version: '1.0.0', outcome: 'failed', problem: { code, params: problem.params } }],
  });
  expect(sent).toEqual([failed('LB4001'), failed('LB4004')]);
});

test('who leaves the page at once is heard nevertheless', () => {
  const { sent, happen } = open();
  happen(arrow('Active'));
  expect(sent).toEqual([]);
  dispatchEvent(new Event('pagehide'));
  expect(sent).toHaveLength(1);
});
