import { ManualClock } from '@luban/kube';
import { KubeClient, type Transport } from '@luban/kube/client';
import { startTestApi } from '@luban/kube-apiserver/testing';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureOwnNamespace } from '../kube/own-namespace.ts';
import { LeaseElector, type LeaseElectorOptions } from './lease-elector.ts';
import { LEASES, type Lease } from './lease-record.ts';

const api = await startTestApi();
/** Requests that are under way. */
let asking = 0;
const client = new Proxy(api.client, {
  get(target, key) {
    const member: unknown = Reflect.get(target, key, target);
    if (typeof member !== 'function') return member;
    return async (...words: unknown[]) => {
      asking += 1;
      try {
        return await member.apply(target, words);
      } finally {
        asking -= 1;
      }
    };
  },
});
beforeAll(() => () => api[Symbol.asyncDispose]());
await ensureOwnNamespace(api.client);

let names = 0;
const freshName = () => `lease-${++names}`;

interface Replica {
  elector: LeaseElector;
  /** Counts what runs while it leads. */
  running: number;
  errors: unknown[];
}

function replica(
  identity: string,
  options: Partial<LeaseElectorOptions> & { name: string; clock: ManualClock },
): Replica {
  const made: Replica = {
    elector: new LeaseElector({
      client,
      identity,
      wallClock: options.clock.now,
      onError: (error) => made.errors.push(error),
      ...options,
    }),
    running: 0,
    errors: [],
  };
  made.elector.whileLeading('counting', async () => {
    made.running += 1;
    return {
      async [Symbol.asyncDispose]() {
        made.running -= 1;
      },
    };
  });
  onTestFinished(() => made.elector[Symbol.asyncDispose]());
  return made;
}

/** Lets timers of the clock run in small steps, with time for the API to answer in between. */
async function pass(clock: ManualClock, milliseconds: number, each?: () => void): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 500) {
    await clock.advance(Math.min(500, milliseconds - passed));
    // What is read of an answer takes a few turns more.
    for (let turns = 0; turns < 10; turns = asking > 0 ? 0 : turns + 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    each?.();
  }
}

const lease = (name: string) => api.client.get<Lease>({ ...LEASES, name });

test('who comes first leads at once; another takes over when its lease is over', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const first = replica('first', { name, clock });
  await first.elector.start();
  expect(first.elector.leads).toBe(true);
  await pass(clock, 0);
  expect(first.running).toBe(1);

  // The second one's API is the same, and the first one loses it.
  const second = replica('second', { name, clock });
  await second.elector.start();
  const both: number[] = [];
  await pass(clock, 30_000, () => both.push(Number(first.elector.leads) + Number(second.elector.leads)));
  expect(both.every((count) => count === 1)).toBe(true);
  expect([first.running, second.running]).toEqual([1, 0]);
  expect(second.elector.state).toMatchObject({ leads: false, holder: 'first' });
});

test('who cannot reach the API ceases before another can begin, and comes back as a follower', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  let lost = false;
  const cut: Transport = async (request) => {
    if (lost) throw new Error('connect ECONNREFUSED');
    return api.server.transport()(request);
  };
  const first = replica('first', { name, clock, client: new KubeClient(cut) });
  await first.elector.start();
  const second = replica('second', { name, clock });
  await second.elector.start();
  await pass(clock, 5_000);

  lost = true;
  const leading: [boolean, boolean][] = [];
  await pass(clock, 30_000, () => leading.push([first.elector.leads, second.elector.leads]));
  expect(leading).not.toContainEqual([true, true]);
  expect(leading.at(-1)).toEqual([false, true]);
  expect([first.running, second.running]).toEqual([0, 1]);
  expect(first.errors.length).toBeGreaterThan(0);

  lost = false;
  await pass(clock, 30_000);
  expect([first.running, second.running]).toEqual([0, 1]);
  expect(first.elector.state.holder).toBe('second');
  expect((await lease(name)).spec?.leaseTransitions).toBe(1);
});

test.each([600_000, -600_000])('clocks that differ by %d ms change nothing', async (skew) => {
  const name = freshName();
  const [here, there] = [new ManualClock(), new ManualClock()];
  const skewed = () => there.now() + skew;
  const first = replica('first', { name, clock: here });
  await first.elector.start();
  const second = replica('second', { name, clock: there, wallClock: skewed });
  await second.elector.start();
  const leading: [boolean, boolean][] = [];
  const step = async (alive: boolean) => {
    if (alive) await pass(here, 500);
    await pass(there, 500);
    leading.push([first.elector.leads, second.elector.leads]);
  };
  for (let i = 0; i < 60; i++) await step(true);
  expect(leading.every(([one, two]) => one && !two)).toBe(true);
  // The first one's process is halted: its clock stands still.
  for (let i = 0; i < 29; i++) await step(false);
  expect(second.elector.leads).toBe(false);
  for (let i = 0; i < 8; i++) await step(false);
  expect(second.elector.leads).toBe(true);
  // Awake again, it knows before any of its timers ran.
  Object.assign(here, { now: () => Number.MAX_SAFE_INTEGER });
  expect(first.elector.leads).toBe(false);
});

test('who ends lets go, and the next one need not wait for the lease', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const first = replica('first', { name, clock });
  await first.elector.start();
  const second = replica('second', { name, clock });
  await second.elector.start();
  await first.elector[Symbol.asyncDispose]();
  expect([first.running, first.elector.leads]).toEqual([0, false]);
  expect((await lease(name)).spec).toMatchObject({ holderIdentity: '', leaseDurationSeconds: 1 });
  await pass(clock, 3_000);
  expect(second.elector.leads).toBe(true);
});

test('a replica that was killed leads again at once', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const killed = replica('only', { name, clock: new ManualClock() });
  await killed.elector.start();
  const again = replica('only', { name, clock });
  await again.elector.start();
  expect(again.elector.leads).toBe(true);
});

test('of two that bear the same name after all, the later one leads and the earlier one sees it', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const earlier = replica('twin', { name, clock });
  await earlier.elector.start();
  const later = replica('twin', { name, clock });
  await later.elector.start();
  await pass(clock, 3_000);
  const leading: [boolean, boolean][] = [];
  await pass(clock, 40_000, () => leading.push([earlier.elector.leads, later.elector.leads]));
  expect(leading.every(([one, two]) => !one && two)).toBe(true);
  expect([earlier.running, later.running]).toEqual([0, 1]);
});

test('of ten that begin together one leads', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const all = Array.from({ length: 10 }, (_, i) => replica(`replica-${i}`, { name, clock }));
  await Promise.all(all.map(({ elector }) => elector.start()));
  expect(all.filter(({ elector }) => elector.leads)).toHaveLength(1);
  await pass(clock, 20_000);
  expect(all.reduce((sum, { running }) => sum + running, 0)).toBe(1);
  expect(all.flatMap(({ errors }) => errors)).toEqual([]);
});

test('a lease that claims to hold for ever does not', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const spec = {
    holderIdentity: 'nobody',
    leaseDurationSeconds: 2 ** 31 - 1,
    renewTime: '2999-01-01T00:00:00.000000Z',
  };
  await api.client.create(LEASES, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec });
  const one = replica('one', { name, clock });
  await one.elector.start();
  await pass(clock, 250_000);
  expect(one.elector.leads).toBe(false);
  await pass(clock, 60_000);
  expect(one.elector.leads).toBe(true);
});

test('work whose start fails is started again, and work that comes later begins at once', async () => {
  const [name, clock] = [freshName(), new ManualClock()];
  const { elector, errors } = replica('one', { name, clock });
  await elector.start();
  let attempts = 0;
  const work = elector.whileLeading('stubborn', async () => {
    attempts += 1;
    if (attempts < 3) throw new Error('not yet');
    return {
      async [Symbol.asyncDispose]() {
        attempts = -1;
      },
    };
  });
  await pass(clock, 10_000);
  expect(attempts).toBe(3);
  expect(String(errors[0])).toContain('stubborn');
  await work[Symbol.asyncDispose]();
  expect(attempts).toBe(-1);
});
