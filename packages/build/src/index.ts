// Building an extension with a bundler of one's own

// Parts
export { BuildError } from './core/build-error.ts';
export { type BuildOptions, type Bundle, buildExtension, writeExtension } from './core/build-extension.ts';
export type { BundleOutput, Expose, ExtensionMetadata, ExtensionSource, ModuleFiles } from './core/extension-source.ts';
export { type BuiltExtension, finishExtension } from './core/finish-extension.ts';
export { type Graph, type GraphNode, loadOrder, stylesFor } from './core/load-order.ts';
export { readExtension } from './core/read-extension.ts';
export { SHARED_PACKAGES, type SharedOptions, sharedRanges } from './core/shared-packages.ts';
export { wrapStylesheets } from './css/wrap-stylesheets.ts';
