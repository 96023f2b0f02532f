import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planRollingUpdate, planScaling, type Rollout, type RolloutSet, rolloutBounds } from './rollout-plan.ts';

const set = (name: string, desired: number, available = desired, more: Partial<RolloutSet> = {}): RolloutSet => ({
  name,
  desired,
  available,
  created: name,
  ...more,
});

test('the newest set grows as far as the surge allows, then old ones shrink', () => {
  const bounds = { replicas: 10, maxSurge: 3, maxUnavailable: 2 };
  const start: Rollout = { ...bounds, current: set('new', 0), old: [set('a', 10)] };
  expect(planRollingUpdate(start)).toEqual([{ name: 'new', replicas: 3 }]);
  const next: Rollout = { ...bounds, current: set('new', 3, 0), old: [set('a', 10)] };
  expect(planRollingUpdate(next)).toEqual([{ name: 'a', replicas: 8 }]);
});

test('pods that serve nobody go first, wherever they are', () => {
  const rollout: Rollout = {
    replicas: 4,
    maxSurge: 1,
    maxUnavailable: 0,
    current: set('c', 1, 1),
    old: [set('a', 3, 3), set('b', 1, 0)],
  };
  expect(planRollingUpdate(rollout)).toEqual([{ name: 'b', replicas: 0 }]);
});

test('bounds of zero on both sides still let one pod go', () => {
  const deployment = (maxSurge: number | string, maxUnavailable: number | string, replicas = 4) =>
    ({
      spec: { replicas, strategy: { rollingUpdate: { maxSurge, maxUnavailable } } },
    }) as unknown as Parameters<typeof rolloutBounds>[0];
  expect(rolloutBounds(deployment(0, 0))).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  expect(rolloutBounds(deployment('25%', '25%', 10))).toEqual({ maxSurge: 3, maxUnavailable: 2 });
  expect(rolloutBounds(deployment('0%', '10%'))).toEqual({ maxSurge: 0, maxUnavailable: 1 });
});

test('a new size during an update is shared out by the size of the sets', () => {
  const sized = { maxReplicas: 13, desiredReplicas: 10 };
  const rollout: Rollout = {
    replicas: 20,
    maxSurge: 5,
    maxUnavailable: 0,
    current: set('b', 5, 0, sized),
    old: [set('a', 8, 8, sized)],
  };
  const sizes = new Map(planScaling(rollout, true).map(({ name, replicas }) => [name, replicas]));
  expect([...sizes.values()].reduce((sum, size) => sum + size, 0)).toBe(25);
  expect(sizes.get('a')).toBe(15);
});

/** A cluster of sets whose pods become ready, and whose controller and status lag behind, in any order. */
interface World {
  sets: { name: string; desired: number; ready: number; starting: number; reported: number }[];
}

const step = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ act: 'plan' as const }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('replicate' as const), at: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('ready' as const), at: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('report' as const), at: fc.nat(3) }) },
);

test('no order of events makes an update exceed its surge or fall below its availability', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.nat(4),
      fc.nat(4),
      fc.integer({ min: 1, max: 3 }),
      fc.array(step, { maxLength: 150 }),
      (replicas, maxSurge, unavailable, oldSets, steps) => {
        const maxUnavailable = Math.min(replicas, maxSurge === 0 ? Math.max(1, unavailable) : unavailable);
        const world: World = { sets: [{ name: 'new', desired: 0, ready: 0, starting: 0, reported: 0 }] };
        for (let index = 0; index < oldSets; index++) {
          const desired = Math.floor(replicas / oldSets) + (index < replicas % oldSets ? 1 : 0);
          world.sets.push({ name: `old${index}`, desired, ready: desired, starting: 0, reported: desired });
        }
        for (const { act, ...rest } of steps) {
          const target = world.sets[('at' in rest ? (rest.at as number) : 0) % world.sets.length]!;
          if (act === 'plan') plan(world, { replicas, maxSurge, maxUnavailable });
          else if (act === 'replicate') replicate(target);
          else if (act === 'ready' && target.starting > 0) {
            target.starting--;
            target.ready++;
          } else if (act === 'report') target.reported = target.ready;
          const wanted = world.sets.reduce((sum, { desired }) => sum + desired, 0);
          const serving = world.sets.reduce((sum, { ready }) => sum + ready, 0);
          expect(wanted).toBeLessThanOrEqual(replicas + maxSurge);
          expect(serving).toBeGreaterThanOrEqual(replicas - maxUnavailable);
        }
        // And it always comes to its end.
        for (let round = 0; round < 200; round++) {
          plan(world, { replicas, maxSurge, maxUnavailable });
          for (const target of world.sets) {
            replicate(target);
            target.ready += target.starting;
            target.starting = 0;
            target.reported = target.ready;
          }
        }
        expect(world.sets.map(({ desired }) => desired)).toEqual([replicas, ...world.sets.slice(1).map(() => 0)]);
      },
    ),
    { numRuns: 300 },
  );
});

function plan(world: World, bounds: Pick<Rollout, 'replicas' | 'maxSurge' | 'maxUnavailable'>): void {
  const [current, ...old] = world.sets.map(({ name, desired, reported }) => set(name, desired, reported));
  for (const { name, replicas } of planRollingUpdate({ ...bounds, current, old })) {
    world.sets.find((candidate) => candidate.name === name)!.desired = replicas;
  }
}

/** The ReplicaSet's controller: pods that are not ready go first. */
function replicate(target: World['sets'][number]): void {
  const surplus = target.ready + target.starting - target.desired;
  if (surplus < 0) target.starting -= surplus;
  const unready = Math.max(0, Math.min(surplus, target.starting));
  target.starting -= unready;
  target.ready -= Math.max(0, surplus - unready);
}
