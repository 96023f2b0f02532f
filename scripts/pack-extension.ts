/** Makes the package of an extension: `node scripts/pack-extension.ts FOLDER [OUTPUT]`. OUTPUT is a file or a folder. */
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PackageError, packFolder } from '@luban/extension-package';
import { explain } from '@luban/manifest/messages';

type Problem = PackageError['problems'][number];

async function pack([folder, output = '.']: readonly string[]): Promise<void> {
  if (folder === undefined)
    throw new Error('Name the folder of an extension: node scripts/pack-extension.ts FOLDER [OUTPUT]');
  const { archive, package: read, leftOut } = await packFolder(folder);
  const { name, version } = read.metadata;
  const isFolder = (await stat(output).catch(() => undefined))?.isDirectory() ?? false;
  const file = isFolder ? join(output, `${name}-${version}.tgz`) : output;
  await writeFile(file, archive);
  for (const warning of read.warnings) console.warn(text(warning));
  if (leftOut.length > 0) console.info(`Not in the package: ${leftOut.join(', ')}`);
  console.info(`${file}: ${read.files.size} files, ${Math.ceil(archive.length / 1024)} kB, ${read.digest}`);
}

function text(problem: Problem): string {
  const { code, sentence, cure } = explain(problem, 'en');
  return `${code} ${sentence} ${cure}`;
}

if (import.meta.main) {
  try {
    await pack(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof PackageError ? error.problems.map(text).join('\n') : (error as Error).message);
    process.exitCode = 1;
  }
}
