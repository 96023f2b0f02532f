import { ManualClock } from '@luban/kube';
import type { LiveClientMessage } from '@luban/kube/live';
import { expect, test } from 'vitest';
import { MessagePace } from './message-pace.ts';

function pace() {
  const clock = new ManualClock();
  const handled: LiveClientMessage[] = [];
  return { clock, handled, pace: new MessagePace(clock, (message) => handled.push(message)) };
}

const unsubscribe = (id: number): LiveClientMessage => ({ op: 'unsubscribe', id });
const view = (id: number, turn: number): LiveClientMessage => ({ op: 'view', id, turn, view: {} });

test('what a person causes is handed on at once', () => {
  const { handled, pace: one } = pace();
  for (let id = 0; id < 200; id++) one.take(unsubscribe(id));
  expect(handled).toHaveLength(200);
});

test('more than that comes in its order and in time', async () => {
  const { clock, handled, pace: one } = pace();
  for (let id = 0; id < 300; id++) one.take(unsubscribe(id));
  expect(handled).toHaveLength(200);
  await clock.advance(1_000);
  expect(handled).toHaveLength(250);
  await clock.advance(1_000);
  expect(handled).toEqual(Array.from({ length: 300 }, (_, id) => unsubscribe(id)));
});

test('of orders that wait for one list the last is taken', async () => {
  const { clock, handled, pace: one } = pace();
  for (let id = 0; id < 200; id++) one.take(unsubscribe(id));
  for (let turn = 1; turn <= 10_000; turn++) expect(one.take(view(1, turn))).toBe(true);
  one.take(view(2, 1));
  await clock.advance(1_000);
  expect(handled.slice(200)).toEqual([view(1, 10_000), view(2, 1)]);
});

test('who goes on and on finds no room', () => {
  const { pace: one } = pace();
  const taken = Array.from({ length: 1_000 }, (_, id) => one.take(unsubscribe(id)));
  expect(taken.filter(Boolean)).toHaveLength(500);
});
