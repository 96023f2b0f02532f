import { createHash } from 'node:crypto';
import { type Dirent, promises } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../atomic-file.ts';

/** A folder with an `extension.yaml`, of which a package can be made. */
export interface OfferedFolder {
  folder: string;
  /** Another value: the package may be another one. */
  fingerprint: string;
}

/** Files that are looked at; a folder with more is no extension. */
const MOST_FILES = 20_000;
/** Never part of a package, and large. */
const IGNORED = new Set(['node_modules', '.git']);
/** What of an author's folder is no part of its package. */
const SOURCES = new Set(['src', 'dist', 'generated']);

/**
 * Extensions that come with the product. A folder of a root that has an `extension.yaml` is one; a folder whose
 * sub-folders have one holds versions of it, which are offered and not preinstalled.
 *
 * @param roots of `<root>/<extension>` and `<root>/<extension>/<version>`
 */
export async function findOfferedFolders(roots: readonly string[]): Promise<OfferedFolder[]> {
  const found: OfferedFolder[] = [];
  for (const root of roots) {
    for (const folder of await subfolders(root)) {
      const inside = (await isExtension(folder)) ? [folder] : await extensionsIn(folder);
      for (const one of inside) found.push({ folder: one, fingerprint: await fingerprintOf(one) });
    }
  }
  return found;
}

async function extensionsIn(folder: string): Promise<string[]> {
  const inside: string[] = [];
  for (const one of await subfolders(folder)) if (await isExtension(one)) inside.push(one);
  return inside;
}

/** What is yet to be built would make a package without its pages. */
async function isExtension(folder: string): Promise<boolean> {
  if (!(await isFile(join(folder, 'extension.yaml')))) return false;
  return !(await isFile(join(folder, 'extension.ts'))) || isFile(join(folder, 'ui', 'extension.json'));
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await promises.stat(path)).isFile();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function subfolders(folder: string): Promise<string[]> {
  return (await entriesOf(folder))
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map(({ name }) => join(folder, name))
    .sort();
}

/** Of names, sizes and times of all that can be in the package; nothing is read. */
async function fingerprintOf(folder: string): Promise<string> {
  const hash = createHash('sha256').update(folder);
  let count = 0;
  const look = async (path: string) => {
    for (const entry of (await entriesOf(path)).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (++count > MOST_FILES || (path === folder && SOURCES.has(entry.name))) continue;
      const inside = join(path, entry.name);
      if (entry.isDirectory()) await look(inside);
      else if (entry.isFile()) {
        const { size, mtimeMs } = await promises.stat(inside);
        hash.update(`${inside}\n${size}\n${mtimeMs}\n`);
      }
    }
  };
  await look(folder);
  return hash.digest('hex').slice(0, 32);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    const entries = await promises.readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !IGNORED.has(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
