import { age } from '../age.ts';
import type { LiveCell, LiveColumn, LiveRow } from './live-row.ts';

/**
 * What a cell says now: ages are counted to `now`, in milliseconds of the epoch, so it must be asked again as time passes.
 * Nothing at all becomes an empty text.
 */
export function cellText(column: LiveColumn, row: LiveRow, cell: LiveCell | undefined, now: number): string {
  if (column.format === 'age') return row.created === '' ? '' : ageAt(Date.parse(row.created), now);
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'object') return String(cell);
  const since = ageAt(cell.at, now);
  return cell.text === undefined ? since : `${cell.text} (${since} ago)`;
}

/** Clocks differ: what seems to lie ahead was just now. */
function ageAt(at: number, now: number): string {
  return age(Math.min(at, now), now);
}
