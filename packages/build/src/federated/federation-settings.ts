import { containerName } from '../core/container-name.ts';
import type { ExtensionSource } from '../core/extension-source.ts';
import { relativeImport } from '../core/relative-import.ts';

/** File of the container in builds with Rspack and webpack. */
export const ENTRY = 'remoteEntry.js';

/**
 * Settings of `ModuleFederationPlugin` from `@module-federation/enhanced`: an ES module as container, no copy of a
 * shared package, and the run time taken from the console, which offers it as an external one.
 */
export function federationSettings(source: ExtensionSource, shared: Readonly<Record<string, string>>) {
  // Relative paths, as they become part of the bundlers' module ids.
  const exposes = Object.entries(source.exposes).map(([name, { file }]) => [
    name,
    { import: [relativeImport(source.root, file)], name: chunkName(name) },
  ]);
  const shares = Object.entries(shared).map(([name, requiredVersion]) => [
    name,
    { singleton: true, requiredVersion, import: false as const },
  ]);
  return {
    name: containerName(source.metadata),
    filename: ENTRY,
    library: { type: 'module' },
    exposes: Object.fromEntries(exposes),
    shared: Object.fromEntries(shares),
    manifest: false,
    dts: false,
    experiments: {
      externalRuntime: true,
      optimization: { disableRemote: true, disableSnapshot: true, target: 'web' as const },
    },
  };
}

/** Name of the chunk that holds an exposed module: `./pages/Overview` → `pages-Overview`. */
export function chunkName(expose: string): string {
  return `expose-${expose.slice(2).replaceAll('/', '-')}`;
}
