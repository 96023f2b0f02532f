import { expect, test } from 'vitest';
import type { RepositoryObject } from './objects.ts';
import { specDigest, syncSettings } from './repository-spec.ts';
import { newState, type RepositoryState } from './repository-state.ts';
import { untilNextSync } from './sync-schedule.ts';

const MINUTE = 60_000;
const repository = (spec: RepositoryObject['spec'] = {}, metadata: object = {}): RepositoryObject => ({
  apiVersion: 'kubesphere.io/v1alpha1',
  kind: 'Repository',
  metadata: { name: 'shore', uid: 'u', ...metadata },
  spec: { url: 'https://shore.example', ...spec },
});
const stateOf = (of: RepositoryObject, rest: Partial<RepositoryState> = {}): RepositoryState => ({
  ...newState('shore'),
  ...{ spec: specDigest(of), outcome: 'synced', endedAt: 1_000_000 },
  ...rest,
});
const wait = (of: RepositoryObject, state: RepositoryState, now = 1_000_000, jitter = 0) =>
  untilNextSync(of, state, { now, jitter });

test.each([
  [undefined, 15 * MINUTE],
  ['30m', 30 * MINUTE],
  ['1h30m', 90 * MINUTE],
  ['10s', MINUTE],
  ['0', 15 * MINUTE],
  ['-5m', 15 * MINUTE],
  ['every day', 15 * MINUTE],
])('an interval of %s is one of %i ms', (interval, expected) => {
  expect(syncSettings(repository({ updateStrategy: { registryPoll: { interval } } })).interval).toBe(expected);
});

test.each([
  [undefined, 3],
  [0, 0],
  [7, 7],
  [-1, 3],
])('a depth of %s keeps %i versions, 0 being all', (depth, expected) => {
  expect(syncSettings(repository({ depth })).depth).toBe(expected);
});

test('[Q] an edited URL, password or authority is synced at once, not after the interval', () => {
  const before = repository();
  const state = stateOf(before);
  expect(wait(before, state)).toBe(15 * MINUTE);
  for (const spec of [
    { url: 'https://other.example' },
    { basicAuth: { password: 'new' } },
    { caBundle: 'x' },
    { depth: 1 },
  ]) {
    expect(wait(repository(spec), state)).toBe(0);
  }
});

test('what a sync itself writes makes no new one, though it counts as a change of the object', () => {
  const before = repository();
  const after = {
    ...repository({}, { generation: 7, resourceVersion: '99' }),
    status: { lastSyncTime: '2026-01-01T00:00:00Z' },
  };
  expect(wait(after, stateOf(before))).toBe(15 * MINUTE);
});

test('any new value of the annotation asks for a sync, once', () => {
  const asked = repository({}, { annotations: { 'luban.dev/sync': 'a' } });
  expect(wait(asked, stateOf(asked))).toBe(0);
  expect(wait(asked, stateOf(asked, { token: 'a' }))).toBe(15 * MINUTE);
});

test('a repository of the same name is a new one', () => {
  expect(wait(repository({}, { uid: 'other' }), stateOf(repository()))).toBe(0);
});

test('clocks that disagree put off no sync', () => {
  const of = repository();
  expect(wait(of, stateOf(of, { endedAt: 9e15 }))).toBe(15 * MINUTE);
  expect(wait(of, stateOf(of, { endedAt: 0 }), 9e15)).toBe(0);
});

test('failures are tried again sooner, later each time, and never less often than others', () => {
  const of = repository();
  const after = (failures: number) => wait(of, stateOf(of, { outcome: 'failed', failures }));
  expect([1, 2, 3, 30].map(after)).toEqual([30_000, 60_000, 120_000, 15 * MINUTE]);
});

test('a sync that was broken off begins anew', () => {
  const of = repository();
  expect(wait(of, stateOf(of, { outcome: 'syncing' }))).toBe(0);
});

test('jitter makes it later, and not sooner', () => {
  const of = repository();
  expect(wait(of, stateOf(of), 1_000_000, 0.1)).toBeCloseTo(16.5 * MINUTE);
});
