import { vi } from 'vitest';

/** Machines are noisy: what takes milliseconds may take seconds there, and proves the same. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 20 });
}
