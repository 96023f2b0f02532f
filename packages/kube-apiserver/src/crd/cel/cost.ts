/** What a rule or all of an object's rules cost: steps of evaluation, and characters and items gone through. */

/** The limit is reached. Its message is the one that Kubernetes' messages contain. */
export class CostExceeded extends Error {
  override name = 'CostExceeded';

  constructor() {
    super('operation cancelled: actual cost limit exceeded');
  }
}

/** Made once: one is thrown for each step of a loop that swallows errors, and a stack for each would cost too much. */
const exceeded = new CostExceeded();

/** For one rule. */
export const CALL_LIMIT = 1_000_000;
/** For all rules of an object. */
export const OBJECT_LIMIT = 10_000_000;
/** Text or list that a rule may build. */
export const LARGEST = 10_000_000;

let left = 0;

/** Runs with a limit. Evaluation never waits, so that one meter serves all. @returns what was spent, beside the result */
export function metered<T>(limit: number, run: () => T): { result: T; spent: number } {
  const outer = left;
  left = limit;
  try {
    const result = run();
    return { result, spent: limit - left };
  } finally {
    left = outer;
  }
}

/** @throws CostExceeded */
export function charge(cost: number): void {
  left -= cost;
  if (left < 0) throw exceeded;
}

/** Cost of going through a value once. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length / 10;
  if (Array.isArray(value)) return value.length;
  return value instanceof Map ? value.size : 0;
}
