import { vi } from 'vitest';

/** What is heard within moments may take longer on a computer that has much else to do. */
const PATIENCE = { timeout: 15_000, interval: 20 };

/** Tries again until the check throws no more. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, PATIENCE);
}

/** Asks again until there is something. */
export function until<T>(ask: () => T | Promise<T>) {
  return vi.waitUntil(ask, PATIENCE);
}
