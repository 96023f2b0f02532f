import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Names of what is being written (`.new-…`) or deleted (`.gone-…`). */
const UNFINISHED = /^\.(?:new|gone)-/;

/** Makes the folder if it is missing, and clears away what a server that was killed left half done in it. */
export async function removeLeftovers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const stale = (await readdir(folder)).filter((name) => UNFINISHED.test(name));
  await Promise.all(stale.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
