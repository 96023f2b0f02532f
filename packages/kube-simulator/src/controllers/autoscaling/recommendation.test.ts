import { expect, test } from 'vitest';
import { byUtilization, limit, type PodUsage } from './recommendation.ts';

const pods = (...used: (number | undefined)[]): PodUsage[] =>
  used.map((amount) => ({ used: amount, requested: 1, ready: true }));

test('the number follows the ratio of use and target, rounded up', () => {
  expect(byUtilization(pods(0.9, 0.9), 2, 0.5)).toMatchObject({ replicas: 4, utilization: 0.9 });
  expect(byUtilization(pods(0.1, 0.1, 0.1, 0.1), 4, 0.5)?.replicas).toBe(1);
});

test('small deviations are left alone', () => {
  expect(byUtilization(pods(0.52, 0.52), 2, 0.5)?.replicas).toBe(2);
});

test('pods without metrics count as idle before growing, and as busy before shrinking', () => {
  expect(byUtilization(pods(1, undefined), 2, 0.5)?.replicas).toBe(2);
  expect(byUtilization(pods(0.1, undefined), 2, 0.5)?.replicas).toBe(2);
  expect(byUtilization(pods(undefined), 1, 0.5)).toBeUndefined();
});

const bounds = { min: 1, max: 10, recommendations: [], events: [], now: 1_000_000 };

test('growth is held to four pods or twice as many in a quarter of a minute', () => {
  expect(limit({ ...bounds, current: 2, wished: 10 })).toMatchObject({
    replicas: 6,
    limited: ['ScaleUpLimit', expect.any(String)],
  });
  expect(limit({ ...bounds, current: 8, wished: 30 })).toMatchObject({
    replicas: 10,
    limited: ['TooManyReplicas', expect.any(String)],
  });
});

test('shrinking waits for five minutes of lower wishes', () => {
  const recent = [{ time: bounds.now - 200_000, replicas: 8 }];
  const held = limit({ ...bounds, current: 8, wished: 2, recommendations: recent });
  expect(held).toMatchObject({ replicas: 8, able: ['ScaleDownStabilized', expect.any(String)] });
  const old = [{ time: bounds.now - 400_000, replicas: 8 }];
  expect(limit({ ...bounds, current: 8, wished: 2, recommendations: old }).replicas).toBe(2);
  expect(limit({ ...bounds, current: 8, wished: 0, min: 2, recommendations: old })).toMatchObject({
    replicas: 2,
    limited: ['TooFewReplicas', expect.any(String)],
  });
});
