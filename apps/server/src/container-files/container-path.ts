import { posix } from 'node:path';
import { Refusal } from '../refusal.ts';

/** Bytes of the longest path that Linux takes. */
const LONGEST_PATH = 4_096;
const LONGEST_NAME = 255;

/**
 * A path in a container, in its shortest form. Where it leads is the container's business: who may run commands there
 * may read and write everywhere in it.
 *
 * @throws Refusal 400 LB5620 not absolute, or impossible
 */
export function containerPath(value: string | undefined): string {
  const path = value ?? '/';
  const bytes = Buffer.byteLength(path);
  if (!path.startsWith('/') || path.includes('\0') || bytes >= LONGEST_PATH || !path.isWellFormed()) throw bad(path);
  const normal = posix.normalize(path).replace(/\/+$/, '') || '/';
  if (normal.split('/').some((part) => Buffer.byteLength(part) > LONGEST_NAME)) throw bad(path);
  return normal;
}

/** @throws Refusal 400 LB5620 for the root, which has no name */
export function splitPath(path: string): { folder: string; name: string } {
  if (path === '/') throw bad(path);
  return { folder: posix.dirname(path), name: posix.basename(path) };
}

function bad(path: string): Refusal {
  return new Refusal(400, 'LB5620', { path: path.slice(0, 200) });
}
