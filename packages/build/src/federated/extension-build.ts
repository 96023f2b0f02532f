import { BuildError } from '../core/build-error.ts';
import type { BuildOptions } from '../core/build-extension.ts';
import { checkExports } from '../core/check-exports.ts';
import type { BundleOutput, ExtensionSource, ModuleFiles } from '../core/extension-source.ts';
import { checkImport, type Surface } from '../core/surface.ts';
import { type BundlerStats, providedExports, sharesInUse } from './bundler-stats.ts';
import { type ChunkGroup, filesOfGroup } from './chunk-groups.ts';
import { chunkName, ENTRY } from './federation-settings.ts';

/** What the plugins for Rspack and webpack know before they run. */
export interface ExtensionBuild {
  source: ExtensionSource;
  surface: Surface;
  /** Shared package to range: all that the extension may take from the console. */
  shared: Record<string, string>;
  /** Such as `rspack 2.3.2`. */
  bundler: string;
  options: BuildOptions;
}

/** A module of Rspack or webpack, as far as its imports go. */
interface ImportingModule {
  resource?: string;
  dependencies: Iterable<object>;
}

/** Both bundlers have more kinds of dependencies than their types tell; those of an import carry these. */
interface ImportDependency {
  request?: string;
  /** Path of the export: `['useState']`. */
  ids?: string[];
}

/** Throws a `BuildError` (LB6005) when a module imports a name that the console's copy of a shared package lacks. */
export function checkModules({ source, surface, shared }: ExtensionBuild, modules: Iterable<ImportingModule>): void {
  const problems = new Map<string, ReturnType<typeof checkImport>>();
  for (const module of modules) {
    const file = (module.resource ?? '').replace(`${source.root}/`, '');
    for (const dependency of module.dependencies ?? []) {
      const { request: from, ids } = dependency as ImportDependency;
      const name = ids?.[0];
      if (from === undefined || name === undefined || !Object.hasOwn(shared, from)) continue;
      const problem = checkImport(surface, { from, name, file });
      if (problem) problems.set(`${file} ${from} ${name}`, problem);
    }
  }
  const found = [...problems.values()].filter((problem) => problem !== undefined);
  if (found.length) throw new BuildError(found);
}

/** A compilation of Rspack or webpack whose files are complete. */
interface Compilation {
  namedChunkGroups: { get(name: string): ChunkGroup | undefined };
  getAssets(): readonly { name: string; source: { buffer(): Uint8Array } }[];
  deleteAsset(name: string): void;
}

/** Takes the files out of a compilation, before the bundler writes them itself. */
export function takeOutput(build: ExtensionBuild, compilation: Compilation, stats: BundlerStats): BundleOutput {
  const { source, shared } = build;
  checkExports(source, (file) => providedExports(stats, file));
  const modules: Record<string, ModuleFiles> = {};
  for (const name of Object.keys(source.exposes)) {
    const group = compilation.namedChunkGroups.get(chunkName(name));
    if (!group) throw new Error(`No chunk of the build holds ${name}.`);
    modules[name] = filesOfGroup(group);
  }
  const files = new Map(compilation.getAssets().map(({ name, source: asset }) => [name, bytes(asset.buffer())]));
  for (const name of files.keys()) compilation.deleteAsset(name);
  const used = sharesInUse(stats).map((name) => [name, shared[name] ?? '*']);
  return {
    format: 'module',
    entry: ENTRY,
    bundler: build.bundler,
    files,
    modules,
    shared: Object.fromEntries(used),
  };
}

function bytes(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
