/** Waits for what has to show within a second, on machines that have other things to do as well. */
import { expect } from 'vitest';

export interface AtOnce {
  /** Waits with more patience than is claimed, and remembers how long it took. */
  <T>(wait: (patience: { timeout: number }) => Promise<T>): Promise<T>;
  /** Fails unless most of the waits so far were over within a second: noise delays some, a product that is slow all. */
  proven(): void;
}

const CLAIMED = 1_000;
const PATIENCE = { timeout: 20_000 };

/** To be called once in a file; its last test asks whether it is proven. */
export function atOnceClock(): AtOnce {
  const waits: number[] = [];
  const atOnce = async <T>(wait: (patience: { timeout: number }) => Promise<T>): Promise<T> => {
    const began = performance.now();
    const result = await wait(PATIENCE);
    waits.push(performance.now() - began);
    return result;
  };
  return Object.assign(atOnce, {
    proven() {
      const sorted = waits.toSorted((a, b) => a - b).map(Math.round);
      expect(sorted.length).toBeGreaterThan(0);
      expect(sorted[Math.floor(sorted.length / 2)], `milliseconds: ${sorted.join(', ')}`).toBeLessThan(CLAIMED);
    },
  });
}
