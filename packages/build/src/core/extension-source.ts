import type { ExtensionManifest } from '@luban/manifest';

/** What `extension.yaml` says, as far as the user interface needs it. */
export interface ExtensionMetadata {
  name: string;
  version: string;
  /** Locale to text. */
  displayName: Record<string, string>;
  description: Record<string, string>;
  /** A path relative to the extension's folder, or a data: URI. */
  icon?: string;
  provider?: ExtensionManifest['provider'];
}

/** The manifest as `extension.ts` gives it: imports are references by now; the metadata and the remote are still missing. */
export type ExtensionDefinition = Partial<Omit<ExtensionManifest, 'apiVersion' | 'name' | 'version' | 'remote'>> & {
  contributes: ExtensionManifest['contributes'];
};

/** A module that the container gives out. */
export interface Expose {
  /** Absolute path of the source file. */
  file: string;
  /** Exports that the manifest refers to. */
  exports: string[];
}

/** Everything that an author wrote, read and checked, before a bundler has run. */
export interface ExtensionSource {
  /** Absolute path of the extension's folder. */
  root: string;
  metadata: ExtensionMetadata;
  definition: ExtensionDefinition;
  /** Key: the module part of a reference, such as `./pages/Overview`. Sorted. */
  exposes: Record<string, Expose>;
  /** Locale to key to text. */
  catalogues: Record<string, Record<string, string>>;
  /** Absolute paths of the files that were read, for watchers. */
  files: string[];
}

/** Where a module of the container is found: `entry` first, then everything that is fetched before it is evaluated. */
export interface ModuleFiles {
  js: string[];
  css: string[];
}

/** What an adapter hands over after its bundler ran. Paths are relative to `ui/`, with forward slashes. */
export interface BundleOutput {
  format: 'module' | 'script';
  entry: string;
  /** Global variable of a `script` container. */
  container?: string;
  /** Such as `vite 8.3.8`. */
  bundler: string;
  /** Every file that the bundler made. Style sheets are not wrapped yet. */
  files: Map<string, Uint8Array>;
  modules: Record<string, ModuleFiles>;
  /** Shared package to range: the ones that are in use. */
  shared: Record<string, string>;
}
