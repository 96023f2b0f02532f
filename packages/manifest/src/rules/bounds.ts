import { LIMITS } from '../limits.ts';
import { fieldOf, type Report } from './rule.ts';

/** Keys that reach an object's prototype when code is careless with them. */
const SPECIAL_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A manifest is plain JSON, bounded in size and depth, and has no key that JavaScript treats specially.
 *
 * Runs first and by hand, because every other rule relies on it. Returns whether the others may run.
 */
export function checkBounds(value: unknown, bytes: number | undefined, report: Report): boolean {
  if (bytes !== undefined && bytes > LIMITS.bytes) {
    reportSize(bytes, report);
    return false;
  }
  const walk = { size: 0, sound: true, report };
  visit(value, '', 0, walk);
  if (walk.size <= LIMITS.bytes) return walk.sound;
  reportSize(bytes ?? walk.size, report);
  return false;
}

function reportSize(bytes: number, report: Report): void {
  const megabytes = (count: number) => `${Math.ceil(count / 1e5) / 10} MB`;
  report('LB1002', '', { size: megabytes(bytes), limit: megabytes(LIMITS.bytes) });
}

interface Walk {
  /** Least number of bytes that the part seen so far takes. The walk ends once it is above the limit. */
  size: number;
  sound: boolean;
  report: Report;
}

function visit(value: unknown, field: string, depth: number, walk: Walk): void {
  walk.size += typeof value === 'string' ? value.length + 2 : 1;
  if (walk.size > LIMITS.bytes) return;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') {
    refuse(walk, field, 'a JSON value', typeof value);
    return;
  }
  if (depth >= LIMITS.depth) {
    refuse(walk, field, `at most ${LIMITS.depth} levels of nesting`, 'more');
    return;
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && walk.size <= LIMITS.bytes; index += 1) {
      visit(value[index], fieldOf(field, index), depth + 1, walk);
    }
    return;
  }
  for (const key of Object.keys(value)) {
    if (walk.size > LIMITS.bytes) return;
    walk.size += key.length + 3;
    if (SPECIAL_KEYS.has(key)) refuse(walk, fieldOf(field, key), 'another name', JSON.stringify(key));
    else visit((value as Record<string, unknown>)[key], fieldOf(field, key), depth + 1, walk);
  }
}

function refuse(walk: Walk, field: string, expected: string, found: string): void {
  walk.sound = false;
  walk.report('LB1004', field, { expected, found });
}
