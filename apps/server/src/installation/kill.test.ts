import { expect, test, vi } from 'vitest';
import { KILL_CASES } from './testing/kill-cases.ts';
import { killAtEachChange } from './testing/kill-table.ts';

// A busy computer takes its time.
vi.setConfig({ testTimeout: 60_000 });

/** Each change that is made is tried in `e2e/extensions/kill-table.e2e.ts`. */
test.each(KILL_CASES)('when a server ends, $title by the next', async (work) => {
  expect(await killAtEachChange(work, { every: 9 })).toBeGreaterThan(2);
});
