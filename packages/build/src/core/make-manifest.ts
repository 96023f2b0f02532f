import { API_VERSION, type ExtensionManifest, type Remote, type RemoteModule } from '@luban/manifest';
import { deriveActivation } from './derive-activation.ts';
import { integrityOf } from './digest.ts';
import type { BundleOutput, ExtensionSource, ModuleFiles } from './extension-source.ts';

/** The whole `extension.json`, its members always in the same order. `files` are the ones as they are shipped. */
export function makeManifest(
  source: ExtensionSource,
  output: BundleOutput | undefined,
  files: ReadonlyMap<string, Uint8Array>,
  icon: string | undefined,
): ExtensionManifest {
  const { metadata, definition } = source;
  const { engines, requires, conflicts, replaces, framework, contributes, provides, permissions, lifecycle, budgets } =
    definition;
  const activation = deriveActivation(contributes, definition.activation);
  return present({
    apiVersion: API_VERSION,
    name: metadata.name,
    version: metadata.version,
    displayName: metadata.displayName,
    description: metadata.description,
    icon,
    provider: metadata.provider,
    engines,
    requires,
    conflicts,
    replaces,
    framework,
    remote: output && makeRemote(output, files),
    contributes,
    provides,
    activation: activation.length ? activation : undefined,
    permissions,
    lifecycle,
    budgets,
  });
}

function makeRemote(output: BundleOutput, files: ReadonlyMap<string, Uint8Array>): Remote {
  const paths = [...files.keys()].sort();
  return present({
    format: output.format,
    entry: output.entry,
    container: output.container,
    bundler: output.bundler,
    shared: mapValues(output.shared, (range) => ({ range, singleton: true })),
    modules: mapValues(output.modules, (module) => moduleRecord(module, files)),
    integrity: Object.fromEntries(paths.map((path) => [path, integrityOf(files.get(path) ?? new Uint8Array())])),
    bytes: Object.fromEntries(paths.map((path) => [path, files.get(path)?.byteLength ?? 0])),
  });
}

function moduleRecord({ js, css }: ModuleFiles, files: ReadonlyMap<string, Uint8Array>): RemoteModule {
  const bytes = [...js, ...css].reduce((sum, path) => sum + (files.get(path)?.byteLength ?? 0), 0);
  return { js, css, bytes };
}

function mapValues<V, W>(record: Record<string, V>, map: (value: V) => W): Record<string, W> {
  const keys = Object.keys(record).sort();
  return Object.fromEntries(keys.map((key) => [key, map(record[key] as V)]));
}

function present<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
