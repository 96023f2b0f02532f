import { ManualClock } from '@luban/kube';
import { describe, expect, test } from 'vitest';
import { ClusterMonitor, type ClusterMonitorOptions, type ProbeResult } from './cluster-monitor.ts';

const failure = (code: string) => Object.assign(new Error(code), { code });
const SILENT: ProbeResult = { answers: false, error: failure('ETIMEDOUT') };
const NOTHING: ProbeResult = { answers: false, error: failure('ECONNREFUSED') };
const answers = (status: number): ProbeResult => ({ answers: true, status });

/** A monitor of a cluster that does as it is told; each probe takes 100 ms. */
function monitored(options: Partial<ClusterMonitorOptions> = {}) {
  const clock = new ManualClock();
  const seen = { probes: 0, lost: 0, changes: [] as string[] };
  let result = answers(200);
  const monitor = new ClusterMonitor({
    name: 'reef',
    clock,
    async probe() {
      seen.probes++;
      await new Promise<void>((resolve) => clock.after(100, resolve));
      return result;
    },
    onChange: () => seen.changes.push(monitor.health.state),
    onLost: () => seen.lost++,
    ...options,
  });
  return { monitor, clock, seen, answer: (next: ProbeResult) => (result = next) };
}

const admitted = (monitor: ClusterMonitor) => {
  try {
    monitor.admit();
    return true;
  } catch {
    return false;
  }
};

describe('the monitor of a cluster', () => {
  test('takes a cluster as unknown until it answers, and lets requests through meanwhile', async () => {
    const { monitor, clock, seen } = monitored();
    expect(monitor.health.state).toBe('unknown');
    expect(admitted(monitor)).toBe(true);
    void monitor.probe();
    await clock.advance(100);
    expect(seen.changes).toEqual(['ready']);
  });

  test('believes an answer to anybody', () => {
    const { monitor } = monitored();
    monitor.answered(200);
    expect(monitor.health.state).toBe('ready');
  });

  test('opens at the first request that finds nothing there, and says why and when to come back', () => {
    const { monitor, seen } = monitored();
    monitor.answered(200);
    monitor.failed(failure('ECONNREFUSED'));
    expect(monitor.health).toMatchObject({ state: 'unreachable', reason: 'Nothing listens at its address.' });
    expect(seen.lost).toBe(1);
    expect(() => monitor.admit()).toThrow(expect.objectContaining({ status: 503, headers: { 'retry-after': '1' } }));
  });

  test('tries by itself, later each time, and never more than one at a time', async () => {
    const { monitor, clock, seen, answer } = monitored();
    answer(NOTHING);
    monitor.failed(failure('ECONNREFUSED'));
    const times: number[] = [];
    for (let i = 0, from = clock.now(); i < 650; i++) {
      const before = seen.probes;
      await clock.advance(100);
      void (i % 7 === 0 && monitor.failed(failure('ECONNREFUSED')));
      if (seen.probes > before) times.push((clock.now() - from) / 1_000);
    }
    const waits = times.map((time, i) => Math.round(time - (times[i - 1] ?? 0)));
    expect(waits.slice(0, 6)).toEqual([1, 2, 4, 8, 16, 30]);
    expect(seen.lost).toBe(1);
  });

  test('lets nobody through while it tries, and everybody once it has an answer', async () => {
    const { monitor, clock, answer } = monitored();
    monitor.failed(failure('ECONNREFUSED'));
    answer(answers(200));
    await clock.advance(1_050);
    expect([monitor.circuit, admitted(monitor)]).toEqual(['half-open', false]);
    await clock.advance(50);
    expect([monitor.circuit, admitted(monitor), monitor.health.state]).toEqual(['closed', true, 'ready']);
    expect(monitor.health.reason).toBeUndefined();
  });

  test.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'HPE_INVALID_CONSTANT'])(
    'looks at once after %s, and loses nothing when all is well',
    async (code) => {
      const { monitor, clock, seen } = monitored();
      monitor.answered(200);
      for (let i = 0; i < 50; i++) monitor.failed(failure(code));
      await clock.advance(100);
      expect(seen).toMatchObject({ probes: 1, lost: 0 });
      expect(monitor.health.state).toBe('ready');
    },
  );

  test.each(['UND_ERR_INVALID_ARG', 'UND_ERR_ABORTED', 'ABORT_ERR', ''])(
    'blames the cluster for nothing that it did not do: %j',
    async (code) => {
      const { monitor, clock, seen } = monitored();
      monitor.answered(200);
      monitor.failed(failure(code));
      monitor.failed(undefined);
      await clock.advance(1_000);
      expect(seen).toMatchObject({ probes: 0, lost: 0 });
    },
  );

  test('does not take one silence for an end, since this machine may have been busy', async () => {
    const { monitor, clock, seen, answer } = monitored();
    monitor.answered(200);
    answer(SILENT);
    monitor.suspect();
    await clock.advance(100);
    answer(answers(200));
    await clock.advance(200);
    expect(seen).toMatchObject({ probes: 2, lost: 0, changes: ['ready'] });
    answer(SILENT);
    monitor.suspect();
    await clock.advance(300);
    expect(seen.lost).toBe(1);
    expect(monitor.health).toMatchObject({ state: 'unreachable', reason: 'Its address does not answer.' });
  });

  test('does not take any silence for an end while others get their answers', async () => {
    const { monitor, clock, seen, answer } = monitored();
    monitor.answered(200);
    answer(SILENT);
    monitor.suspect();
    for (let i = 0; i < 5; i++) {
      await clock.advance(50);
      monitor.answered(200);
      await clock.advance(50);
    }
    expect(seen).toMatchObject({ lost: 0, changes: ['ready'] });
    expect(seen.probes).toBeGreaterThan(3);
    await clock.advance(200);
    expect(seen.lost).toBe(1);
  });

  test('a cluster that refuses LuBan is told from one that is away, and is asked about it once', async () => {
    const { monitor, clock, seen, answer } = monitored();
    answer(answers(401));
    for (let i = 0; i < 10; i++) monitor.answered(401);
    await clock.advance(100);
    for (let i = 0; i < 10; i++) monitor.answered(401);
    await clock.advance(100);
    expect(seen.probes).toBe(1);
    expect(monitor.health).toMatchObject({ state: 'refused', reason: expect.stringContaining('credentials') });
    expect(admitted(monitor)).toBe(true);
  });

  test.each([
    [200, 'ready'],
    [403, 'ready'],
    [404, 'ready'],
    [500, 'unreachable'],
  ] as const)('an answer of %i means %s', async (status, state) => {
    const { monitor, clock, answer } = monitored();
    answer(answers(status));
    void monitor.probe();
    await clock.advance(100);
    expect(monitor.health.state).toBe(state);
    expect(admitted(monitor)).toBe(true);
  });

  test('looks again every ten seconds, until it is disposed of', async () => {
    const { monitor, clock, seen } = monitored();
    void monitor.probe();
    await clock.advance(30_500);
    expect(seen.probes).toBe(4);
    monitor[Symbol.dispose]();
    await clock.advance(60_000);
    expect(seen.probes).toBe(4);
    expect(seen.changes).toEqual(['ready']);
  });
});
