/** Servers that end before each single change that they make to objects and to helm's releases. */
import { expect, test, vi } from 'vitest';
import { KILL_CASES } from '../../apps/server/src/installation/testing/kill-cases.ts';
import { killAtEachChange } from '../../apps/server/src/installation/testing/kill-table.ts';

vi.setConfig({ testTimeout: 240_000 });

test.each(KILL_CASES)('whichever change a server ends before, $title by the next', async (work) => {
  expect(await killAtEachChange(work)).toBeGreaterThan(20);
});
