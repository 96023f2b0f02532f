/** Packages of extensions that people really install, where the machine has them. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './product.ts';

/** Names a folder with the packages. */
const VARIABLE = 'LUBAN_TEST_CHARTS';
const BESIDE = join(REPOSITORY, '../shared/data/charts');

export interface ChartPackage {
  /** Such as `cert-manager`. */
  name: string;
  file: string;
}

/**
 * Packages out of the folder that LUBAN_TEST_CHARTS names, or out of one beside the repository.
 *
 * @returns none when there is neither, or the variable is empty; that is said aloud
 * @throws when the named folder has none
 */
export async function chartPackages(): Promise<ChartPackage[]> {
  const named = process.env[VARIABLE];
  const folder = named ?? (existsSync(BESIDE) ? BESIDE : '');
  if (folder === '') {
    console.warn(
      `\nSKIPPED BY CONFIGURATION: no published extension packages are tested. Name a folder with them in ${VARIABLE}. The charts of the repository's own are tested all the same.\n`,
    );
    return [];
  }
  const files = (await readdir(folder)).filter((file) => file.endsWith('.tgz')).sort();
  if (files.length === 0) throw new Error(`${folder} has no chart packages (*.tgz)`);
  return files.map((file) => ({ name: file.replace(/-\d.*$/, ''), file: join(folder, file) }));
}
