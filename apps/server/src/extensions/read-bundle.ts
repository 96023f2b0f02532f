import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Refusal } from '../refusal.ts';
import { LIMITS, megabytes } from './limits.ts';
import { listedFiles } from './listed-files.ts';
import { integrityOf, type ManifestFile } from './read-manifest.ts';

/** A file of a bundle with its path inside `ui/`. */
export interface BundleFile {
  path: string;
  content: Buffer;
}

/**
 * Reads every file that a manifest lists, one after the other, and compares it with its digest.
 *
 * @throws Refusal LB5016 for a file that is missing, is no regular file of this folder or differs; LB5010 for too much
 */
export async function* readBundle(ui: string, file: ManifestFile): AsyncGenerator<BundleFile> {
  const listed = listedFiles(file.manifest);
  if (listed.size > LIMITS.files)
    throw new Refusal(413, 'LB5010', { what: 'The number of files', limit: `${LIMITS.files}` });
  const root = await realpath(ui);
  let total = 0;
  for (const [path, integrity] of listed) {
    const content = await readRegular(root, path);
    total += content.length;
    if (total > LIMITS.bundle)
      throw new Refusal(413, 'LB5010', { what: 'The ui folder', limit: megabytes(LIMITS.bundle) });
    if (integrityOf(content) !== integrity) throw new Refusal(422, 'LB5016', { file: path });
    yield { path, content };
  }
}

async function readRegular(root: string, path: string): Promise<Buffer> {
  const absolute = join(root, ...path.split('/'));
  try {
    const stats = await lstat(absolute);
    // A link on the way, even to a file that exists, could reach what the folder's owner may not read.
    if (!stats.isFile() || !(await realpath(absolute)).startsWith(root + sep))
      throw new Refusal(422, 'LB5009', { path });
    if (stats.size > LIMITS.file) throw new Refusal(413, 'LB5010', { what: path, limit: megabytes(LIMITS.file) });
    return await readFile(absolute);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // Missing, forbidden, a circle of links, a name that is too long: the manifest names what nobody can be given.
    throw new Refusal(422, 'LB5016', { file: path }, { cause: error });
  }
}
