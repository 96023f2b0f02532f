import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import type { ClusterHandle, ClusterRegistry } from '../clusters/cluster-registry.ts';
import { Refusal } from '../refusal.ts';
import { PerCluster, quietWhenAway } from './per-cluster.ts';

const handleOf = (name: string): ClusterHandle => ({
  name,
  displayName: name,
  isHost: name === 'host',
  connection: {} as ClusterHandle['connection'],
  health: { state: 'ready', since: 0 },
});

function followed(ready: () => Promise<unknown> = async () => {}) {
  const clock = new ManualClock();
  const log: string[] = [];
  const handles = new Map(['host', 'reef'].map((name) => [name, handleOf(name)]));
  const listeners = new Set<() => void>();
  const clusters: ClusterRegistry = {
    host: handles.get('host')!,
    get: (name) => handles.get(name),
    list: () => [...handles.values()],
    watch(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
  const per = new PerCluster({
    clusters,
    clock,
    follow({ name }) {
      log.push(`+${name}`);
      return { value: { name, [Symbol.dispose]: () => void log.push(`-${name}`) }, ready: ready() };
    },
  });
  const change = (name: string, handle?: ClusterHandle) => {
    if (handle === undefined) handles.delete(name);
    else handles.set(name, handle);
    for (const listener of listeners) listener();
  };
  return { per, clock, log, clusters, change, listeners };
}

test('a member is followed while somebody asks for it, and the host always', async () => {
  const { per, clock, log, clusters } = followed();
  await per.of(clusters.host);
  await per.of(clusters.get('reef')!);
  await per.of(clusters.get('reef')!);
  await clock.advance(9 * 60_000);
  await per.of(clusters.get('reef')!);
  await clock.advance(9 * 60_000);
  expect(log).toEqual(['+host', '+reef']);
  await clock.advance(11 * 60_000);
  expect(log).toEqual(['+host', '+reef', '-reef']);
});

test('a member that goes, or has another connection, is let go at once', async () => {
  const { per, log, clusters, change, listeners } = followed();
  await per.of(clusters.get('reef')!);
  change('reef', { ...clusters.get('reef')!, health: { state: 'unreachable', since: 1 } });
  expect(log).toEqual(['+reef']);
  change('reef', handleOf('reef'));
  expect(log).toEqual(['+reef', '-reef']);
  await per.of(clusters.get('reef')!);
  change('reef');
  expect(log).toEqual(['+reef', '-reef', '+reef', '-reef']);
  per[Symbol.dispose]();
  expect(listeners.size).toBe(0);
});

test('nobody waits long for a cluster that does not answer', async () => {
  const { per, clock, clusters } = followed(() => new Promise(() => {}));
  const asked = per.of(clusters.get('reef')!);
  await clock.advance(2_000);
  expect((await asked).name).toBe('reef');
});

test('that a member is away is not told again and again, and of the host it is', () => {
  const told: unknown[] = [];
  const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
  const fault = new Error('fault');
  const onError = (error: unknown) => void told.push(error);
  for (const error of [away, new Refusal(503, 'LB5103'), fault]) quietWhenAway(handleOf('reef'), onError)(error);
  expect(told).toEqual([fault]);
  quietWhenAway(handleOf('host'), onError)(away);
  expect(told).toEqual([fault, away]);
});
