import { type Dirent, promises } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from '../atomic-file.ts';

/** A folder that may hold an extension in its `ui/`. */
export interface FoundFolder {
  folder: string;
  ui: string;
  origin: 'builtin' | 'installed';
  /** Stands for the extension's name as long as nothing better is known. */
  label: string;
}

export interface Search {
  found: FoundFolder[];
  /** Folders in which a change can make the search end differently. */
  watched: string[];
}

/**
 * @param roots folders of built-in extensions: `<root>/<any>/ui`
 * @param installed folder of the others: `<installed>/<name>/ui` or `<installed>/<name>/<version>/ui`
 */
export async function findFolders(roots: readonly string[], installed: string): Promise<Search> {
  const search: Search = { found: [], watched: [] };
  for (const root of roots) {
    for (const label of await subfolders(root, search)) add(search, join(root, label), label, 'builtin');
  }
  for (const name of await subfolders(installed, search)) {
    const folder = join(installed, name);
    try {
      for (const child of await subfolders(folder, search)) {
        if (child === 'ui') add(search, folder, name, 'installed');
        else add(search, join(folder, child), name, 'installed');
      }
    } catch {
      // It cannot be looked into. Its reader will say so.
      search.found.push({ folder, ui: join(folder, 'ui'), origin: 'installed', label: name });
    }
  }
  return search;
}

function add(search: Search, folder: string, label: string, origin: FoundFolder['origin']): void {
  const ui = join(folder, 'ui');
  search.found.push({ folder, ui, origin, label });
  search.watched.push(folder, ui);
}

/** Sorted names. Links count: an author links a folder of work into the place. */
async function subfolders(folder: string, search: Search): Promise<string[]> {
  try {
    const entries = await promises.readdir(folder, { withFileTypes: true });
    search.watched.push(folder);
    return entries
      .filter((entry) => isFolder(entry) && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isFolder(entry: Dirent): boolean {
  return entry.isDirectory() || entry.isSymbolicLink();
}
