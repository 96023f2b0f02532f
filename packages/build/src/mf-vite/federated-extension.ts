import { createRequire } from 'node:module';
import path from 'node:path';
import { federation } from '@module-federation/vite';
import type { Plugin, PluginOption } from 'vite';
import type { AdapterOptions } from '../core/adapter-options.ts';
import { containerName } from '../core/container-name.ts';
import { readExtension } from '../core/read-extension.ts';
import { relativeImport } from '../core/relative-import.ts';
import { sharedRanges } from '../core/shared-packages.ts';
import { readSurface } from '../core/surface.ts';
import { extensionConfig } from '../vite/extension-config.ts';
import { extensionOutput } from '../vite/extension-output.ts';
import { moduleIds } from '../vite/read-bundle.ts';

export type FederatedExtensionOptions = AdapterOptions;

const ENTRY = 'remoteEntry.js';
/** A build needs an entry of its own; what the plugin makes of this one is not reachable from the container. */
const NOTHING = '\0luban:nothing';

/**
 * Builds an extension with the stock `@module-federation/vite`, made as small as it goes: the run time comes from the
 * console, no share has a copy of its own. For extensions that other hosts of Module Federation load as well.
 */
export async function federatedExtension(options: FederatedExtensionOptions = {}): Promise<PluginOption[]> {
  const root = path.resolve(options.root ?? process.cwd());
  const outDir = options.outDir ?? 'ui';
  const shared = sharedRanges(options.shared);
  const [source, surface] = await Promise.all([readExtension(root), readSurface(root)]);

  const config: Plugin = {
    name: 'luban:federation',
    enforce: 'pre',
    config: () => extensionConfig({ outDir, rolldown: { input: { nothing: NOTHING } } }),
    resolveId: (id) => (id.startsWith(NOTHING) ? id : undefined),
    load: (id) => (id.startsWith(NOTHING) ? '' : undefined),
    buildStart() {
      for (const file of source.files) this.addWatchFile(file);
    },
  };
  return [
    config,
    federation({
      name: containerName(source.metadata),
      filename: ENTRY,
      // Relative paths: the plugin's global names are made from a hash of its settings.
      exposes: Object.fromEntries(
        Object.entries(source.exposes).map(([name, { file }]) => [name, relativeImport(root, file)]),
      ),
      shared: Object.fromEntries(
        Object.entries(shared).map(([name, requiredVersion]) => [
          name,
          { singleton: true, requiredVersion, import: false as const, suppressMissingImportWarning: true },
        ]),
      ),
      manifest: true,
      dts: false,
      dev: false,
      disableRemote: true,
      disableSnapshot: true,
      experiments: { externalRuntime: true },
    }),
    ...extensionOutput({
      entry: ENTRY,
      bundler: `@module-federation/vite ${pluginVersion()}`,
      outDir,
      shared,
      source: () => source,
      surface: () => surface,
      sharesIn: (bundle) => {
        const ids = moduleIds(bundle);
        return Object.keys(shared).filter((name) => ids.some((id) => id.includes(`__${encoded(name)}__loadShare__`)));
      },
    }),
  ];
}

/** The plugin's spelling of a package in the ids of its virtual modules. */
function encoded(name: string): string {
  return name.replaceAll('@', '_mf_0_').replaceAll('/', '_mf_1_').replaceAll('-', '_mf_2_').replaceAll('.', '_mf_3_');
}

function pluginVersion(): string {
  const require = createRequire(import.meta.url);
  return require('@module-federation/vite/package.json').version;
}
