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
  const walk: Walk = { size: 0, path: [], sound: true, report };
  visit(value, walk);
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
  /** Keys from the root to where the walk is. Made into a field when there is something to tell, and not before. */
  path: (string | number)[];
  sound: boolean;
  report: Report;
}

function visit(value: unknown, walk: Walk): void {
  walk.size += typeof value === 'string' ? value.length + 2 : 1;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object') refuse(walk, 'a JSON value', typeof value);
  else if (walk.path.length >= LIMITS.depth) refuse(walk, `at most ${LIMITS.depth} levels of nesting`, 'more');
  else if (Array.isArray(value)) visitList(value, walk);
  else visitObject(value as Record<string, unknown>, walk);
}

function visitList(list: unknown[], walk: Walk): void {
  for (let index = 0; index < list.length && walk.size <= LIMITS.bytes; index += 1) {
    walk.path.push(index);
    visit(list[index], walk);
    walk.path.pop();
  }
}

function visitObject(object: Record<string, unknown>, walk: Walk): void {
  for (const key of Object.keys(object)) {
    if (walk.size > LIMITS.bytes) return;
    walk.size += key.length + 3;
    walk.path.push(key);
    if (SPECIAL_KEYS.has(key)) refuse(walk, 'another name', JSON.stringify(key));
    else visit(object[key], walk);
    walk.path.pop();
  }
}

function refuse(walk: Walk, expected: string, found: string): void {
  walk.sound = false;
  walk.report('LB1004', walk.path.reduce<string>(fieldOf, ''), { expected, found });
}
