import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('some work at once, the others wait in line, and who leaves it is forgotten', async () => {
  const turns = new Turns(1);
  const { signal } = new AbortController();
  const first = await turns.take(signal);
  const order: string[] = [];
  const second = turns.take(signal).then((turn) => {
    order.push('second');
    return turn;
  });
  const leaving = new AbortController();
  const third = turns.take(leaving.signal);
  const fourth = turns.take(signal).then((turn) => {
    order.push('fourth');
    return turn;
  });
  expect(turns.waiting).toBe(3);
  leaving.abort(new Error('gone'));
  await expect(third).rejects.toThrow('gone');
  expect(turns.waiting).toBe(2);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  (await second)[Symbol.dispose]();
  (await fourth)[Symbol.dispose]();
  expect(order).toEqual(['second', 'fourth']);
  expect(turns.waiting).toBe(0);
  await expect(turns.take(AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
});
