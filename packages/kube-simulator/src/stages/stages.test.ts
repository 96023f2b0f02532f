import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import { integerBetween, randomOf } from '../support/random.ts';
import { Lane } from './lane.ts';
import { matchesStage, valuesAt } from './selector.ts';
import type { Stage, StageSubject } from './stage.ts';

interface Counter extends StageSubject {
  object: { status: { phase: string } };
  steps: string[];
}

const reference = { apiGroup: 'v1', kind: 'Thing' };
const inPhase = (phase: string) => ({ key: '.status.phase', operator: 'In', values: [phase] }) as const;

function stage(name: string, from: string, to: string, rest: Partial<Stage<Counter>> = {}): Stage<Counter> {
  return {
    name,
    resourceRef: reference,
    selector: { matchExpressions: [inPhase(from)] },
    next: {
      patch: (subject) => {
        subject.steps.push(name);
        subject.object.status.phase = to;
      },
    },
    ...rest,
  };
}

function laneOf(stages: readonly Stage<Counter>[], seed = 'seed', speed = 1) {
  const subject: Counter = { object: { status: { phase: 'a' } }, steps: [] };
  const clock = new ManualClock();
  const done: string[] = [];
  const lane = new Lane<Counter>({
    stages,
    clock,
    seed,
    speed,
    subject: () => subject,
    done: ({ name }) => done.push(name),
    onError: (error) => {
      throw error;
    },
  });
  lane.evaluate();
  return { subject, clock, lane, done };
}

test('paths lead through objects, quoted keys and lists, and never to prototypes', () => {
  const object = { metadata: { labels: { 'app.kubernetes.io/name': 'web' } }, list: [{ n: 1 }, { n: 2 }] };
  expect(valuesAt(object, '.metadata.labels["app.kubernetes.io/name"]')).toEqual(['web']);
  expect(valuesAt(object, '.list.[].n')).toEqual(['1', '2']);
  expect(valuesAt(object, '.constructor')).toEqual([]);
  expect(valuesAt(object, '.metadata.missing.more')).toEqual([]);
});

test('selectors say what is in, not in, there and not there', () => {
  const subject: Counter = { object: { status: { phase: 'a' } }, steps: [] };
  const matches = (operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist', key: string, values: string[] = []) =>
    matchesStage({ ...stage('x', '', ''), selector: { matchExpressions: [{ key, operator, values }] } }, subject);
  expect(matches('In', '.status.phase', ['a', 'b'])).toBe(true);
  expect(matches('NotIn', '.status.phase', ['a'])).toBe(false);
  expect(matches('NotIn', '.status.other', ['a'])).toBe(true);
  expect(matches('Exists', '.status.phase')).toBe(true);
  expect(matches('DoesNotExist', '.status.phase')).toBe(false);
});

test('stages follow each other after their delays, divided by the speed', async () => {
  const stages = [stage('first', 'a', 'b'), stage('second', 'b', 'c', { delay: { durationMilliseconds: 1000 } })];
  const { subject, clock } = laneOf(stages, 'seed', 2);
  await clock.advance(499);
  expect(subject.steps).toEqual(['first']);
  await clock.advance(1);
  expect(subject.steps).toEqual(['first', 'second']);
});

test('a stage that no longer matches is not waited for', async () => {
  const { subject, clock, lane } = laneOf([
    stage('slow', 'a', 'b', { delay: { durationMilliseconds: 1000 } }),
    stage('other', 'x', 'y'),
  ]);
  await clock.advance(500);
  subject.object.status.phase = 'x';
  lane.evaluate();
  await clock.advance(5000);
  expect(subject.steps).toEqual(['other']);
});

test('looking again does not start a delay anew', async () => {
  const { subject, clock, lane } = laneOf([stage('slow', 'a', 'b', { delay: { durationMilliseconds: 1000 } })]);
  for (let look = 0; look < 3; look++) {
    await clock.advance(400);
    lane.evaluate();
  }
  expect(subject.steps).toEqual(['slow']);
});

test('draws are by weight, and the same for the same seed', () => {
  const count = { heavy: 0, light: 0 };
  for (let index = 0; index < 300; index++) {
    const stages = [
      stage('heavy', 'a', 'z', { weight: 3 }),
      stage('light', 'a', 'z', { weight: () => 1 }),
      stage('never', 'a', 'z', { weight: 0 }),
    ];
    const [drawn] = laneOf(stages, `seed ${index}`).subject.steps;
    expect(laneOf(stages, `seed ${index}`).subject.steps).toEqual([drawn]);
    count[drawn as 'heavy']++;
  }
  expect(count.heavy).toBeGreaterThan(190);
  expect(count.light).toBeGreaterThan(40);
});

test('the jitter lies between the delay and its end', async () => {
  const delay = { durationMilliseconds: 100, jitterDurationMilliseconds: 200 };
  for (let index = 0; index < 20; index++) {
    const { subject, clock } = laneOf([stage('one', 'a', 'b', { delay })], `${index}`);
    await clock.advance(99);
    expect(subject.steps).toEqual([]);
    await clock.advance(101);
    expect(subject.steps).toEqual(['one']);
  }
});

test('a lane that was let go does nothing more', async () => {
  const { subject, clock, lane } = laneOf([stage('slow', 'a', 'b', { delay: { durationMilliseconds: 10 } })]);
  lane[Symbol.dispose]();
  await clock.advance(100);
  expect(subject.steps).toEqual([]);
});

test('numbers are spread over their range and depend on every part of the seed', () => {
  const seen = new Set(Array.from({ length: 500 }, (_, index) => integerBetween(randomOf('seed', index), 1, 6)));
  expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(randomOf('a', 'bc')()).not.toBe(randomOf('ab', 'c')());
});
