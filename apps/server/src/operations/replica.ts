import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { writeAtomically } from '../atomic-file.ts';

/**
 * Name of this replica: the computer's, which in a cluster is the pod's, and a mark in the data folder. It outlives
 * restarts, and two servers that live at once differ in one of the two.
 */
export async function replicaName(dataDir: string): Promise<string> {
  const file = join(dataDir, 'replica');
  const kept = await readFile(file, 'utf8').catch(() => '');
  const mark = /^[\da-f]{8}$/.test(kept) ? kept : randomUUID().slice(0, 8);
  if (mark !== kept) await writeAtomically(file, mark);
  return `${hostname().slice(0, 200)}_${mark}`;
}
