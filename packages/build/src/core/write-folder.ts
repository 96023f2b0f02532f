import { mkdir, mkdtemp, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a folder by the given files. They are written aside first and moved in at the end, so that a reader never
 * finds half a build, and a failed build leaves the former one in place. `scratch` must be on the same file system.
 */
export async function writeFolder(
  target: string,
  files: ReadonlyMap<string, Uint8Array>,
  scratch: string,
): Promise<void> {
  await mkdir(scratch, { recursive: true });
  const aside = await mkdtemp(path.join(scratch, 'build-'));
  try {
    for (const [file, content] of files) {
      const destination = path.join(aside, 'new', file);
      await mkdir(path.dirname(destination), { recursive: true });
      await writeFile(destination, content);
    }
    await mkdir(path.dirname(target), { recursive: true });
    await rename(target, path.join(aside, 'old')).catch(ignoreMissing);
    await rename(path.join(aside, 'new'), target);
  } finally {
    await rm(aside, { recursive: true, force: true });
    // Another build may be using it.
    await rmdir(scratch).catch(() => {});
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
