import path from 'node:path';
import type { BundleOutput, ExtensionSource } from './extension-source.ts';
import { type BuiltExtension, finishExtension } from './finish-extension.ts';
import { readExtension } from './read-extension.ts';
import { report } from './report.ts';
import { writeFolder } from './write-folder.ts';

export interface BuildOptions {
  /** The extension's folder. Default: the working directory. */
  root?: string;
  /** Where the result goes, relative to the root. Default: `ui`. */
  outDir?: string;
  /** Default: the terminal. */
  log?: (text: string) => void;
}

/** Runs a bundler over an extension that has been read. */
export type Bundle = (source: ExtensionSource) => Promise<BundleOutput>;

/** Reads an extension's folder, runs the bundler, and writes `ui/`. Throws a `BuildError`. */
export async function buildExtension(bundle: Bundle, options: BuildOptions = {}): Promise<BuiltExtension> {
  const source = await readExtension(path.resolve(options.root ?? process.cwd()));
  return writeExtension(source, await bundle(source), options);
}

/** The second half of `buildExtension`, for adapters that run inside their bundler. */
export async function writeExtension(
  source: ExtensionSource,
  output: BundleOutput,
  { outDir = 'ui', log = console.info }: BuildOptions = {},
): Promise<BuiltExtension> {
  const built = await finishExtension(source, output);
  await writeFolder(path.resolve(source.root, outDir), built.files, path.join(source.root, '.luban'));
  log(report(built));
  return built;
}
