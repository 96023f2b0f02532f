import { expect, test } from 'vitest';
import { crashRounds } from './crash-rounds.ts';
import { scratchDirectory } from './scratch.ts';

const ROUNDS = Number(process.env.STORE_CRASH_ROUNDS ?? 3);

test('what was acknowledged outlasts SIGKILL, whenever it comes', { timeout: 5000 + ROUNDS * 3000 }, async () => {
  await using directory = await scratchDirectory();
  let acknowledged = 0;
  for await (const round of crashRounds(directory.path, { rounds: ROUNDS })) {
    expect(round.wrong).toEqual([]);
    acknowledged += round.acknowledged;
  }
  expect(acknowledged).toBeGreaterThan(0);
});
