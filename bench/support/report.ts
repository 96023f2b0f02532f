/** What every bench prints: one line of JSON. */
export interface BenchResult {
  name: string;
  /** Largest value that is still good. */
  budget: number;
  value: number;
  unit: string;
  ok: boolean;
  details: Record<string, unknown>;
}

/** Prints the result; `ok` is whether the value keeps to the budget. */
export function report(result: Omit<BenchResult, 'ok'>): void {
  const value = round(result.value);
  const line: BenchResult = { ...result, value, ok: value <= result.budget, details: result.details };
  console.info(JSON.stringify(line));
}

export const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median and extremes, in the unit of the values. */
export const spread = (values: readonly number[]) => ({
  median: round(median(values)),
  min: round(Math.min(...values)),
  max: round(Math.max(...values)),
  runs: values.length,
});
