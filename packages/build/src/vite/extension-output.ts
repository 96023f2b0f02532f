import path from 'node:path';
import type { Plugin, ResolvedConfig, Rolldown } from 'vite';
import { writeExtension } from '../core/build-extension.ts';
import { checkExports } from '../core/check-exports.ts';
import type { BundleOutput, ExtensionSource } from '../core/extension-source.ts';
import type { Graph } from '../core/load-order.ts';
import type { Surface } from '../core/surface.ts';
import { checkImports } from './check-imports.ts';
import { filesOf, forgetStyles, moduleFiles, readGraph } from './read-bundle.ts';

/** What a Vite plugin that makes containers tells about its build. */
export interface ContainerBuild {
  entry: string;
  /** For people: `vite 8.3.8`. */
  bundler: string;
  outDir: string;
  /** Shared package to range: all that the extension may take from the console. */
  shared: Record<string, string>;
  /** Known from the start of the build on. */
  source(): ExtensionSource;
  surface(): Surface;
  /** Names of the shared packages that a finished build uses. */
  sharesIn(bundle: Rolldown.OutputBundle): string[];
}

const PRELOAD_HELPER = '\0vite/preload-helper.js';

/** The end of every build with Vite: checks imports and exports, keeps Vite from adding style sheets, writes `ui/`. */
export function extensionOutput(build: ContainerBuild): Plugin[] {
  let config: ResolvedConfig;
  let graph: Graph;

  const styles: Plugin = {
    name: 'luban:styles',
    enforce: 'pre',
    // The console fetches a module's files ahead by its lists, so that Vite's own preloading has nothing left to do.
    load: (id) => (id === PRELOAD_HELPER ? 'export const __vitePreload = (load) => load();' : undefined),
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
    configResolved(resolved) {
      config = resolved;
    },
    transform(code, id) {
      checkImports(this.parse.bind(this), code, path.relative(config.root, id), build.shared, build.surface());
    },
    buildEnd(error) {
      if (!error) checkExports(build.source(), (file) => this.getModuleInfo(file)?.exports);
    },
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const source = build.source();
        const used = build.sharesIn(bundle).map((name) => [name, build.shared[name] ?? '*']);
        const output: BundleOutput = {
          format: 'module',
          entry: build.entry,
          bundler: build.bundler,
          files: filesOf(bundle, graph, build.entry),
          modules: moduleFiles(source, bundle, graph, build.entry),
          shared: Object.fromEntries(used),
        };
        // In watch mode Vite writes whatever is left, though `build.write` is off.
        for (const file of Object.keys(bundle)) delete bundle[file];
        await writeExtension(source, output, {
          outDir: build.outDir,
          log: (text) => config.logger.info(text),
        });
      },
    },
  };

  return [styles, output];
}
