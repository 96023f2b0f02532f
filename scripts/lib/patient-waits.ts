/**
 * Before every unit test file: where a test names no limit, `vi.waitFor` waits as long as a busy machine may need, not
 * its own one second. Only what never comes takes that long.
 */
import { vi } from 'vitest';

const LIMIT = 15_000;
const { waitFor } = vi;

// Files that share a process share `vi` too.
if (waitFor.name !== 'waitPatiently') {
  vi.waitFor = function waitPatiently(callback, options = {}) {
    return waitFor(callback, typeof options === 'number' ? options : { timeout: LIMIT, ...options });
  };
}
