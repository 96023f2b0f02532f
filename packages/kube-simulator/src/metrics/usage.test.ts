import type { Container } from '@luban/kube/kinds';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profileOf } from '../images/profile-of.ts';
import { containerUsage, processorSeconds } from './usage.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const CONTAINER: Container = {
  name: 'c',
  image: 'nginx',
  resources: { requests: { cpu: '200m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
};
const nginx = profileOf('nginx');

test('usage has no jumps, stays below its limits, and is the same at every look', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(10 * DAY), (seed, passed) => {
      const at = (time: number) => containerUsage(CONTAINER, nginx, seed, START, START + time);
      const now = at(passed);
      const next = at(passed + 1000);
      expect(at(passed)).toEqual(now);
      expect(now.millicores).toBeGreaterThanOrEqual(0);
      expect(now.millicores).toBeLessThan(500);
      expect(now.memoryBytes).toBeGreaterThan(1_000_000);
      expect(now.memoryBytes).toBeLessThan(256 * 1024 * 1024);
      expect(Math.abs(next.millicores - now.millicores)).toBeLessThan(10);
      expect(Math.abs(next.memoryBytes - now.memoryBytes)).toBeLessThan(1_000_000);
    }),
  );
});

test('more is used by day than by night', () => {
  const average = (hour: number) => {
    const samples = Array.from(
      { length: 40 },
      (_, day) => containerUsage(CONTAINER, nginx, 'seed', START, START + day * DAY + hour * 3_600_000).millicores,
    );
    return samples.reduce((sum, value) => sum + value, 0) / samples.length;
  };
  expect(average(15)).toBeGreaterThan(average(3) * 1.2);
});

test('processor time never falls', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(10 * DAY), fc.nat(60_000), (seed, passed, more) => {
      const at = (time: number) => processorSeconds(CONTAINER, nginx, seed, START, START + time);
      expect(at(passed + more)).toBeGreaterThanOrEqual(at(passed));
    }),
  );
});
