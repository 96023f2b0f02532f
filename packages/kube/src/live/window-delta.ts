import type { LiveRow } from './live-row.ts';
import type { WindowDelta } from './protocol.ts';

/** Steps that lead from one window to the other, with as few rows in them as can be; undefined when they are equal. */
export function windowDelta(
  before: { offset: number; rows: readonly LiveRow[] },
  after: { offset: number; rows: readonly LiveRow[] },
): WindowDelta | undefined {
  const places = new Map(before.rows.map((row, i) => [row.key, i]));
  const staying = new Set<number>(longestRise(after.rows.map(({ key }) => places.get(key) ?? -1)));
  const placed: [number, LiveRow | string][] = [];
  const changed: LiveRow[] = [];
  const present = new Set<string>();
  for (const [i, row] of after.rows.entries()) {
    present.add(row.key);
    const place = places.get(row.key);
    if (place === undefined) {
      placed.push([i, row]);
      continue;
    }
    if (!staying.has(i)) placed.push([i, row.key]);
    if (before.rows[place] !== row && !sameRow(before.rows[place]!, row)) changed.push(row);
  }
  const removed = before.rows.filter(({ key }) => !present.has(key)).map(({ key }) => key);
  if (removed.length + placed.length + changed.length === 0 && before.offset === after.offset) return undefined;
  return {
    offset: after.offset,
    ...(removed.length > 0 && { removed }),
    ...(placed.length > 0 && { placed }),
    ...(changed.length > 0 && { changed }),
  };
}

/**
 * The rows after the steps; undefined when the steps do not fit the rows, so that the window has to be asked for anew.
 * Rows that did not change are the same objects.
 */
export function applyWindowDelta(rows: readonly LiveRow[], delta: WindowDelta): LiveRow[] | undefined {
  const { removed = [], placed = [], changed = [] } = delta;
  const known = new Map(rows.map((row) => [row.key, row]));
  const leaving = new Set(removed);
  for (const [, row] of placed) {
    if (typeof row !== 'string') continue;
    if (!known.has(row)) return undefined;
    leaving.add(row);
  }
  for (const key of removed) if (!known.has(key)) return undefined;
  const staying = rows.filter(({ key }) => !leaving.has(key));
  const next: LiveRow[] = [];
  let taken = 0;
  for (const [position, row] of placed) {
    while (next.length < position && taken < staying.length) next.push(staying[taken++]!);
    if (next.length !== position) return undefined;
    next.push(typeof row === 'string' ? known.get(row)! : row);
  }
  for (; taken < staying.length; taken++) next.push(staying[taken]!);
  if (changed.length === 0) return next;
  const places = new Map(next.map((row, i) => [row.key, i]));
  for (const row of changed) {
    const place = places.get(row.key);
    if (place === undefined) return undefined;
    next[place] = row;
  }
  return next;
}

/** Versions say whether a row changed; where there are none, as on kinds that are computed, the content does. */
function sameRow(a: LiveRow, b: LiveRow): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Positions of a longest rising subsequence of the values that are not negative. */
function longestRise(values: readonly number[]): number[] {
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [i, value] of values.entries()) {
    previous.push(-1);
    if (value < 0) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[ends[middle]!]! < value) low = middle + 1;
      else high = middle;
    }
    if (low > 0) previous[i] = ends[low - 1]!;
    ends[low] = i;
  }
  const rise: number[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = previous[at]!) rise.push(at);
  return rise;
}
