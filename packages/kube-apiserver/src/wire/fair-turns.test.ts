import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FairTurns } from './fair-turns.ts';

test('many calls at once come in their order, and others get their turn in between', async () => {
  const turns = new FairTurns();
  const seen: number[] = [];
  const call = async (number: number) => {
    const waiting = turns.next();
    if (waiting !== undefined) await waiting;
    const end = performance.now() + 2;
    while (performance.now() < end);
    seen.push(number);
  };
  const numbers = Array.from({ length: 40 }, (_, number) => number);
  const calls = Promise.all(numbers.map(call));
  let others = 0;
  while (seen.length < numbers.length) {
    await turn();
    others++;
  }
  await calls;
  expect(seen).toEqual(numbers);
  expect(others).toBeGreaterThan(5);
});

test('a single call waits for nobody', async () => {
  const turns = new FairTurns();
  expect(turns.next()).toBeUndefined();
  await turn();
  expect(turns.next()).toBeUndefined();
});
