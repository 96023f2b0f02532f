import path from 'node:path';
import { type Plugin, version as viteVersion } from 'vite';
import { writeExtension } from '../core/build-extension.ts';
import { containerModule, scopeModule, sharedModule } from '../core/container-runtime.ts';
import type { ExtensionSource } from '../core/extension-source.ts';
import type { Graph } from '../core/load-order.ts';
import { readExtension } from '../core/read-extension.ts';
import { type SharedOptions, sharedRanges } from '../core/shared-packages.ts';
import { readSurface, type Surface } from '../core/surface.ts';
import { checkExports } from './check-exports.ts';
import { checkImports } from './check-imports.ts';
import { devServer } from './dev-server.ts';
import { extensionConfig } from './extension-config.ts';
import { filesOf, forgetStyles, moduleFiles, moduleIds, readGraph } from './read-bundle.ts';

export interface LubanExtensionOptions {
  /** Ranges of shared packages that differ from the default; `false` bundles a copy. */
  shared?: SharedOptions;
  /** Relative to Vite's root. Default: `ui`. */
  outDir?: string;
}

const ENTRY = 'remoteEntry.js';
const CONTAINER = '\0luban:container';
const SCOPE = '\0luban:scope';
const SHARED = '\0luban:shared:';
const PRELOAD_HELPER = '\0vite/preload-helper.js';

/** Two files instead of one per package: what runs before `init`, and what may only run after it. */
const GROUPS = [
  { name: 'scope', test: /^\0(luban:scope|vite\/preload-helper)/, priority: 2 },
  { name: 'shares', test: /^\0luban:shared:/, priority: 1 },
];

/**
 * Builds an extension with Vite: `vite build` writes `ui/` with a container of a few hundred bytes in the form of Module
 * Federation, which takes the shared packages from the console; `vite dev` serves the same container.
 */
export function lubanExtension(options: LubanExtensionOptions = {}): Plugin[] {
  const shared = sharedRanges(options.shared);
  const outDir = options.outDir ?? 'ui';
  let root = process.cwd();
  let source: ExtensionSource;
  let surface: Surface;
  let graph: Graph;

  const container: Plugin = {
    name: 'luban:container',
    enforce: 'pre',
    config: () =>
      extensionConfig({ entry: ENTRY, container: CONTAINER, outDir, shared: Object.keys(shared), groups: GROUPS }),
    configResolved(config) {
      root = config.root;
    },
    async buildStart() {
      [source, surface] = await Promise.all([readExtension(root), readSurface(root)]);
      for (const file of source.files) this.addWatchFile(file);
    },
    resolveId(id) {
      if (id === CONTAINER || id === SCOPE) return id;
      return Object.hasOwn(shared, id) ? SHARED + id : undefined;
    },
    load(id) {
      if (id === CONTAINER) return containerModule(source, SCOPE);
      if (id === SCOPE) return scopeModule(source);
      // The console fetches a module's files ahead by its lists, so that Vite's own preloading has nothing left to do.
      if (id === PRELOAD_HELPER) return 'export const __vitePreload = (load) => load();';
      if (!id.startsWith(SHARED)) return undefined;
      const name = id.slice(SHARED.length);
      return sharedModule(name, shared[name] ?? '*', surface[name] ?? [], SCOPE);
    },
    generateBundle: {
      order: 'pre',
      handler(_, bundle) {
        graph = readGraph(bundle);
        forgetStyles(bundle);
      },
    },
  };

  const output: Plugin = {
    name: 'luban:output',
    enforce: 'post',
    // After the framework's own plugin: react/jsx-dev-runtime works with a development build of React alone.
    config: () => ({ oxc: { jsx: { development: false } } }),
    transform(code, id) {
      checkImports(this.parse.bind(this), code, path.relative(root, id), shared, surface);
    },
    buildEnd(error) {
      if (!error) checkExports(source, (file) => this.getModuleInfo(file)?.exports);
    },
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const used = moduleIds(bundle).filter((id) => id.startsWith(SHARED));
        const names = used.map((id) => id.slice(SHARED.length));
        await writeExtension(
          source,
          {
            format: 'module',
            entry: ENTRY,
            bundler: `vite ${viteVersion}`,
            files: filesOf(bundle),
            modules: moduleFiles(source, bundle, graph, ENTRY),
            shared: Object.fromEntries(names.map((name) => [name, shared[name] ?? '*'])),
          },
          { outDir },
        );
      },
    },
  };

  return [container, devServer({ entry: ENTRY, container: CONTAINER, source: () => source, shared }), output];
}
