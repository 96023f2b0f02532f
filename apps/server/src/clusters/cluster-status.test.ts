import { expect, test } from 'vitest';
import type { ClusterStatus, Condition } from './cluster-object.ts';
import { statusAfter } from './cluster-status.ts';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 24 * 3_600_000;
const READY = { state: 'ready', since: 0 } as const;
const conditionOf = ({ conditions = [] }: ClusterStatus, wanted: string): Condition | undefined =>
  conditions.find(({ type }) => type === wanted);

test('what was seen twice is written once', () => {
  const seen = { health: READY, facts: { version: 'v1.32.5', uid: 'u', nodes: 3 }, expires: NOW + 30 * DAY };
  const first = statusAfter({}, seen, NOW);
  expect(first).toMatchObject({ kubernetesVersion: 'v1.32.5', uid: 'u', nodeCount: 3 });
  expect(statusAfter(first, seen, NOW + 60_000)).toEqual(first);
});

test('what is not known at the moment stays as it was, and so does what others wrote', () => {
  const others: Condition = { type: 'KSCoreReady', status: 'True' };
  const before: ClusterStatus = { conditions: [others], kubernetesVersion: 'v1.30.0', nodeCount: 5, uid: 'u' };
  const after = statusAfter(before, { health: { state: 'unreachable', since: 0, reason: 'It is away.' } }, NOW);
  expect(after).toMatchObject({ kubernetesVersion: 'v1.30.0', nodeCount: 5, uid: 'u' });
  expect(conditionOf(after, 'KSCoreReady')).toEqual(others);
  expect(conditionOf(after, 'Ready')).toMatchObject({ status: 'False', reason: 'Unreachable', message: 'It is away.' });
});

test('the time of a transition is that of the last change of the status, not of its reason', () => {
  const away = (reason: string) => ({ health: { state: 'unreachable', since: 0, reason } as const });
  const first = statusAfter({}, away('One.'), NOW);
  const second = statusAfter(first, away('Two.'), NOW + 1_000);
  const third = statusAfter(second, { health: READY }, NOW + 2_000);
  const times = [first, second, third].map((status) => {
    const { lastTransitionTime, lastUpdateTime } = conditionOf(status, 'Ready')!;
    return [lastTransitionTime!.slice(17, 19), lastUpdateTime!.slice(17, 19)];
  });
  expect(times).toEqual([
    ['00', '00'],
    ['00', '01'],
    ['02', '02'],
  ]);
});

test.each([
  [30 * DAY, 'False', 'Valid'],
  [7 * DAY + 1, 'False', 'Valid'],
  [7 * DAY - 1, 'True', 'ExpiresSoon'],
  [0, 'True', 'Expired'],
  [-DAY, 'True', 'Expired'],
])('a certificate that ends in %i ms: %s, %s', (left, status, reason) => {
  const after = statusAfter({}, { health: READY, expires: NOW + left }, NOW);
  expect(conditionOf(after, 'KubeConfigCertExpiresInSevenDays')).toMatchObject({ status, reason });
});

test('a token has no end to warn of, and a refused kubeconfig is told until another is taken', () => {
  const warned = statusAfter({}, { health: READY, expires: NOW, refused: 'Of another cluster.' }, NOW);
  expect(conditionOf(warned, 'KubeconfigAccepted')).toMatchObject({ status: 'False', message: 'Of another cluster.' });
  const later = statusAfter(warned, { health: READY }, NOW);
  expect(conditionOf(later, 'KubeConfigCertExpiresInSevenDays')).toBeUndefined();
  expect(conditionOf(later, 'KubeconfigAccepted')).toMatchObject({ status: 'False' });
  expect(conditionOf(statusAfter(later, { health: READY, refused: null }, NOW), 'KubeconfigAccepted')).toMatchObject({
    status: 'True',
  });
});
