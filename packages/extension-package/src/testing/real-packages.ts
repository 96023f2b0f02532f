import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const VARIABLE = 'LUBAN_TEST_CHARTS';
const BESIDE = join(import.meta.dirname, '../../../../../shared/data/charts');

/**
 * Archives that people really install, by file name, out of the folder that LUBAN_TEST_CHARTS names or of one beside the
 * repository. None when there is neither; that is said aloud.
 */
export async function realPackages(): Promise<Map<string, Uint8Array>> {
  const folder = process.env[VARIABLE] ?? (existsSync(BESIDE) ? BESIDE : '');
  if (folder === '') {
    console.warn(`SKIPPED BY CONFIGURATION: no published packages are read. Name a folder with them in ${VARIABLE}.`);
    return new Map();
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.tgz')).sort();
  if (files.length === 0) throw new Error(`${folder} has no packages (*.tgz)`);
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file))] as const)));
}
