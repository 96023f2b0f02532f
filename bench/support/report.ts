/** What every bench prints: one line of JSON. */
export interface BenchResult {
  name: string;
  /** Largest value that is still good. */
  budget?: number;
  /** Smallest value that is still good, of rates. */
  atLeast?: number;
  value: number;
  unit: string;
  ok: boolean;
  details: Record<string, unknown>;
}

type Bound = { budget: number; atLeast?: never } | { budget?: never; atLeast: number };

/** Prints the result; `ok` is whether the value keeps to the budget, or reaches what it should. */
export function report(result: Omit<BenchResult, 'ok' | 'budget' | 'atLeast'> & Bound): void {
  const { name, budget, atLeast, unit, details } = result;
  const value = round(result.value);
  const ok = budget === undefined ? value >= atLeast : value <= budget;
  const line: BenchResult = { name, budget, atLeast, value, unit, ok, details };
  console.info(JSON.stringify(line));
}

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** @param share 0.99 for the value that one of a hundred exceeds */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below = 0, above = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}

/** Median and extremes, in the unit of the values. */
export const spread = (values: readonly number[]) => ({
  median: round(median(values)),
  min: round(Math.min(...values)),
  max: round(Math.max(...values)),
  runs: values.length,
});
