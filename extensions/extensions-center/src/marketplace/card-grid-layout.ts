/** Pixels. */
export const CARD_HEIGHT = 136;
export const GAP = 12;
const NARROWEST = 288;

/** How many cards stand beside each other. */
export function columnsIn(width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (NARROWEST + GAP)));
}

const STEPS: Readonly<Record<string, (columns: number, rowsInSight: number) => number>> = {
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  ArrowDown: (columns) => columns,
  ArrowUp: (columns) => -columns,
  PageDown: (columns, rows) => columns * rows,
  PageUp: (columns, rows) => -columns * rows,
  Home: () => Number.NEGATIVE_INFINITY,
  End: () => Number.POSITIVE_INFINITY,
};

/** Where a key leads from a card; undefined: nowhere, or it is no key of the grid. */
export function cardAfter(
  key: string,
  from: number,
  { columns, rows, total }: { columns: number; rows: number; total: number },
): number | undefined {
  const step = Object.hasOwn(STEPS, key) ? STEPS[key]?.(columns, Math.max(1, rows)) : undefined;
  if (step === undefined || total === 0) return undefined;
  // In the last row, which may be short, down leads nowhere rather than sideways.
  if (key === 'ArrowUp' && from + step < 0) return undefined;
  return Math.min(total - 1, Math.max(0, from + step));
}
