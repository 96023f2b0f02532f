/** Makes the package of an extension: `node scripts/pack-extension.ts FOLDER [OUTPUT]`. OUTPUT is a file or a folder. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PackageError, packFolder } from '@luban/extension-package';
import { explain } from '@luban/manifest/messages';

/**
 * @returns what is to be told: warnings first, what was left out, and what was written last
 * @throws PackageError with what is wrong
 */
export async function packExtension(folder: string, output: string): Promise<string[]> {
  const { archive, package: read, leftOut } = await packFolder(folder);
  const { name, version } = read.metadata;
  const isFolder = (await stat(output).catch(() => undefined))?.isDirectory() ?? false;
  const file = isFolder ? join(output, `${name}-${version}.tgz`) : output;
  await writeFile(file, archive);
  return [
    ...read.warnings.map(text),
    ...(leftOut.length > 0 ? [`Not in the package: ${leftOut.join(', ')}`] : []),
    `${file}: ${read.files.size} files, ${Math.ceil(archive.length / 1024)} kB, ${read.digest}`,
  ];
}

function text(problem: PackageError['problems'][number]): string {
  const { code, sentence, cure } = explain(problem, 'en');
  return `${code} ${sentence} ${cure}`;
}

async function main(folder: string | undefined, output = '.'): Promise<void> {
  try {
    if (folder === undefined) throw new Error('Name a folder: node scripts/pack-extension.ts FOLDER [OUTPUT]');
    for (const line of await packExtension(folder, output)) console.info(line);
  } catch (error) {
    console.error(error instanceof PackageError ? error.problems.map(text).join('\n') : (error as Error).message);
    process.exitCode = 1;
  }
}

if (import.meta.main) await main(...(process.argv.slice(2) as [string?, string?]));
