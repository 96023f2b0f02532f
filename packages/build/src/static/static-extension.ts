import { existsSync } from 'node:fs';
import path from 'node:path';
import { BuildError } from '../core/build-error.ts';
import { writeExtension } from '../core/build-extension.ts';
import type { ModuleFiles } from '../core/extension-source.ts';
import type { BuiltExtension } from '../core/finish-extension.ts';
import { loadOrder, stylesFor } from '../core/load-order.ts';
import { readExtension } from '../core/read-extension.ts';
import { refuseBareImports } from './bare-imports.ts';
import { containerKeys } from './container-keys.ts';
import { commonStyles, readFiles, readGraph } from './read-files.ts';
import { renameExposes } from './rename-exposes.ts';

export interface StaticExtensionOptions {
  /** The extension's folder. Default: the working directory. */
  root?: string;
  /** Folder of the files that are shipped as they are, relative to the root. Default: `src`. */
  sourceDir?: string;
  /** The hand-written container inside `sourceDir`. Default: `remote.js`. */
  entry?: string;
  /** Shared packages that the container takes from the scope that `init` gets: name to range. Default: none. */
  shared?: Record<string, string>;
  /** Relative to the root. Default: `ui`. */
  outDir?: string;
}

/**
 * "Builds" an extension without a bundler: copies `src/`, whose scripts are ES modules for browsers, and lists what each
 * exposed module imports. The container is the author's own: it exports `init` and `get`, and names the modules by
 * entries like `'./page': () => import('./page.js')`.
 */
export async function buildStaticExtension(options: StaticExtensionOptions = {}): Promise<BuiltExtension> {
  const root = path.resolve(options.root ?? process.cwd());
  const folder = path.join(root, options.sourceDir ?? 'src');
  const entry = options.entry ?? 'remote.js';
  if (!existsSync(path.join(folder, entry))) {
    throw new BuildError([{ code: 'LB6007', params: { file: path.join(folder, entry), field: 'entry' } }]);
  }
  const [read, files] = await Promise.all([readExtension(root), readFiles(folder)]);
  await refuseBareImports(files);
  const container = new TextDecoder().decode(files.get(entry));
  const source = renameExposes(read, await containerKeys(path.join(folder, entry), container), entry);
  const graph = await readGraph(files);

  const common = commonStyles(files);
  const modules: Record<string, ModuleFiles> = {};
  for (const [name, expose] of Object.entries(source.exposes)) {
    const file = path.relative(folder, expose.file).split(path.sep).join('/');
    modules[name] = {
      js: loadOrder(graph, entry, file),
      css: [...new Set([...common, ...stylesFor(graph, file)])],
    };
  }
  return writeExtension(
    source,
    { format: 'module', entry, bundler: 'none', files, modules, shared: options.shared ?? {} },
    { outDir: options.outDir },
  );
}
