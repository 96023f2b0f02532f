import { type Plugin, version as viteVersion } from 'vite';
import { containerModule, scopeModule, sharedModule } from '../core/container-runtime.ts';
import type { ExtensionSource } from '../core/extension-source.ts';
import { readExtension } from '../core/read-extension.ts';
import { type SharedOptions, sharedRanges } from '../core/shared-packages.ts';
import { readSurface, type Surface } from '../core/surface.ts';
import { devServer } from './dev-server.ts';
import { extensionConfig } from './extension-config.ts';
import { extensionOutput } from './extension-output.ts';
import { moduleIds } from './read-bundle.ts';

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

  const container: Plugin = {
    name: 'luban:container',
    enforce: 'pre',
    config: () => ({
      ...extensionConfig({
        outDir,
        rolldown: {
          input: { remoteEntry: CONTAINER },
          preserveEntrySignatures: 'strict',
          output: {
            entryFileNames: ENTRY,
            chunkFileNames: 'assets/[name]-[hash].js',
            codeSplitting: { groups: GROUPS },
          },
        },
      }),
      // Pre-bundled dependencies have to take the shared packages from the console as well.
      optimizeDeps: { exclude: Object.keys(shared) },
    }),
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
      if (!id.startsWith(SHARED)) return undefined;
      const name = id.slice(SHARED.length);
      return sharedModule(name, shared[name] ?? '*', surface[name] ?? [], SCOPE);
    },
  };

  const output = extensionOutput({
    entry: ENTRY,
    bundler: `vite ${viteVersion}`,
    outDir,
    shared,
    source: () => source,
    surface: () => surface,
    sharesIn: (bundle) => moduleIds(bundle).flatMap((id) => (id.startsWith(SHARED) ? [id.slice(SHARED.length)] : [])),
  });

  return [container, devServer({ entry: ENTRY, container: CONTAINER, source: () => source, shared }), ...output];
}
